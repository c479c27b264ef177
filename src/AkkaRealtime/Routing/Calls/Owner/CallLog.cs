using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>What this domain logs.</summary>
internal static partial class CallLog
{
    /// <summary>The store could not say whether a call goes on; it is asked again.</summary>
    [LoggerMessage(EventId = 4_001, Message = "The live call of room {Room} could not be loaded from the store; trying again in a second.")]
    public static partial void LoadFailed(ILogger log, LogLevel level, Exception cause, RoomId room);

    /// <summary>What the store holds of a call is of another version, or damaged.</summary>
    [LoggerMessage(4_002, LogLevel.Error, "The stored call {Call} can't be read: it is not gone on with.")]
    public static partial void Unreadable(ILogger log, CallId call);

    /// <summary>The store could not give somebody's calls.</summary>
    [LoggerMessage(4_003, LogLevel.Warning, "The call history of {User} could not be read from the store.")]
    public static partial void HistoryFailed(ILogger log, Exception cause, UserId user);

    /// <summary>The owner of a room's calls failed and starts anew.</summary>
    [LoggerMessage(4_004, LogLevel.Error, "The owner of the calls of room {Room} failed and starts anew; its call goes on.")]
    public static partial void Restarted(ILogger log, Exception cause, RoomId room);

    /// <summary>A decision was told to the clients although the store has not taken it yet.</summary>
    [LoggerMessage(4_005, LogLevel.Warning, "The store is slow to keep the call of room {Room}: what was decided is told before it is kept, and a crash now would take it back.")]
    public static partial void ToldBeforeKept(ILogger log, RoomId room);
}
