using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Scheduling;

/// <summary>What is said of scheduled messages.</summary>
internal static partial class SchedulerLog
{
    [LoggerMessage(EventId = 6_201, Message = "Scheduled messages can't be read right now; it is tried again")]
    public static partial void Unread(ILogger log, LogLevel level, Exception cause);

    [LoggerMessage(EventId = 6_202, Message = "A scheduled message could not be sent, or what became of it not be stored; it is tried again")]
    public static partial void Unsent(ILogger log, LogLevel level, Exception cause);
}
