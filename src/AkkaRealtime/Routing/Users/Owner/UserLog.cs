using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>What users' entities log; ids 5000 to 5099.</summary>
internal static partial class UserLog
{
    /// <summary>A user could not be loaded; the store is asked again.</summary>
    [LoggerMessage(EventId = 5_000, Message = "User {User} could not be loaded from the store; trying again in a second.")]
    public static partial void LoadFailed(ILogger log, LogLevel level, Exception cause, UserId user);

    /// <summary>The rooms of a renamed user could not be read; the store is asked again.</summary>
    [LoggerMessage(EventId = 5_001, Message = "Who shares a room with {User}, who has a new name, could not be read from the store; trying again in a second.")]
    public static partial void RenameUntold(ILogger log, LogLevel level, Exception cause, UserId user);

    /// <summary>Another entity has saved the user meanwhile.</summary>
    [LoggerMessage(5_002, LogLevel.Information, "User {User} has another owner by now: this one, which had stood still or was on another side of a split, ends.")]
    public static partial void Superseded(ILogger log, UserId user);
}
