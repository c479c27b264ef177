using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>What owners and routers of calls log; ids 7000 to 7099.</summary>
internal static partial class CallLog
{
    /// <summary>The store could not say whether a call goes on; it is asked again.</summary>
    [LoggerMessage(EventId = 7_000, Message = "The live call of room {Room} could not be loaded from the store; trying again in a second.")]
    public static partial void LoadFailed(ILogger log, LogLevel level, Exception cause, RoomId room);

    /// <summary>What the store holds of a call is of another version, or damaged.</summary>
    [LoggerMessage(7_001, LogLevel.Error, "The stored call {Call} can't be read and is not resumed.")]
    public static partial void Unreadable(ILogger log, CallId call);

    /// <summary>The store could not give somebody's calls.</summary>
    [LoggerMessage(7_002, LogLevel.Warning, "The calls of {User} could not be read from the store.")]
    public static partial void HistoryFailed(ILogger log, Exception cause, UserId user);

    /// <summary>The owner of a room's calls failed and starts again.</summary>
    [LoggerMessage(7_003, LogLevel.Error, "The owner of the calls of room {Room} failed and restarts; its call goes on.")]
    public static partial void Restarted(ILogger log, Exception cause, RoomId room);

    /// <summary>A decision was told to the clients although the store has not taken it yet.</summary>
    [LoggerMessage(7_004, LogLevel.Warning, "The store is slow to save the call of room {Room}: clients are told before it is saved, and a crash now would undo what they were told.")]
    public static partial void ToldBeforeKept(ILogger log, RoomId room);

    /// <summary>Another owner has saved the call meanwhile.</summary>
    [LoggerMessage(7_005, LogLevel.Information, "The call of room {Room} has another owner by now: this one, which had stood still or was on another side of a split, has stored and told nothing.")]
    public static partial void Superseded(ILogger log, RoomId room);
}
