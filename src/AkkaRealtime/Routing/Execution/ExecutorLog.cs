using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Execution;

/// <summary>What executors log.</summary>
internal static partial class ExecutorLog
{
    [LoggerMessage(EventId = 11_001, Level = LogLevel.Error, Message = "A request of the queue {Queue} failed.")]
    public static partial void RunFailed(ILogger log, string queue, Exception cause);

    [LoggerMessage(EventId = 11_002, Level = LogLevel.Error, Message = "An answer of the queue {Queue} could not be told to its asker.")]
    public static partial void TellFailed(ILogger log, string queue, Exception cause);
}
