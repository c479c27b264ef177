using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>What this domain logs.</summary>
internal static partial class UserLog
{
    /// <summary>A user could not be loaded; it is tried again.</summary>
    [LoggerMessage(EventId = 5_001, Message = "The status of {User} could not be loaded from the store; trying again in a second.")]
    public static partial void LoadFailed(ILogger log, LogLevel level, Exception cause, UserId user);

    /// <summary>The store could not say who may see whom.</summary>
    [LoggerMessage(5_002, LogLevel.Warning, "The store could not say whose status {User} may see.")]
    public static partial void RightsFailed(ILogger log, Exception cause, UserId user);

    /// <summary>A bug; the router goes on.</summary>
    [LoggerMessage(5_003, LogLevel.Error, "The status router failed at a {Message} and goes on.")]
    public static partial void RouterFault(ILogger log, Exception cause, string message);
}
