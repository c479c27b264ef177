using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>What owners of rooms log.</summary>
internal static partial class RoomLog
{
    [LoggerMessage(EventId = 6001, Message = "Room {Room} could not be loaded; its senders are told to try again.")]
    public static partial void RoomNotLoaded(ILogger log, LogLevel level, RoomId room, Exception cause);

    [LoggerMessage(EventId = 6002, Message = "Room {Room}: a batch could not be prepared; its senders are told to try again.")]
    public static partial void BatchNotPrepared(ILogger log, LogLevel level, RoomId room, Exception cause);

    [LoggerMessage(EventId = 6003, Message = "Room {Room}: {Count} events were not stored ({Reason}); their senders are told to try again.")]
    public static partial void EventsRefused(ILogger log, LogLevel level, RoomId room, int count, AppendRefusal reason);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Error, Message = "The owner of room {Room} failed and restarts; everything that was acknowledged is stored.")]
    public static partial void RoomRestarted(ILogger log, RoomId room, Exception cause);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Error, Message = "Room {Room}: what its members are shown of it could not be made.")]
    public static partial void ViewsFailed(ILogger log, RoomId room, Exception cause);
}
