using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Push;

/// <summary>What is said of web push.</summary>
internal static partial class PushLog
{
    [LoggerMessage(EventId = 16_001, Level = LogLevel.Warning, Message = "The push service {Host} refuses what it is sent ({Reason}): 401 and 403 say that it doesn't accept the server's keys or Push:Subject, 413 that a push is too large")]
    public static partial void Refused(ILogger log, string host, string reason);

    [LoggerMessage(EventId = 16_002, Level = LogLevel.Warning, Message = "A push could not be handled; others go on")]
    public static partial void Failed(ILogger log, Exception cause);

    [LoggerMessage(EventId = 16_003, Message = "Room {Room}: whom to push what was said could not be found out; it is tried again")]
    public static partial void Unread(ILogger log, LogLevel level, Exception cause, string room);

    [LoggerMessage(EventId = 16_004, Message = "Push subscriptions can't be read right now; it is tried again")]
    public static partial void ListUnread(ILogger log, LogLevel level, Exception cause);

    [LoggerMessage(EventId = 16_005, Message = "Push subscriptions of what was revoked could not be removed; they are when something is pushed to them")]
    public static partial void Unrevoked(ILogger log, LogLevel level, Exception cause);
}
