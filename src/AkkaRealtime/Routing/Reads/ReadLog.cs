using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Reads;

/// <summary>What reads log.</summary>
internal static partial class ReadLog
{
    [LoggerMessage(EventId = 4801, Level = LogLevel.Error, Message = "A read of the queue {Queue} failed.")]
    public static partial void ReadFailed(ILogger log, string queue, Exception cause);
}
