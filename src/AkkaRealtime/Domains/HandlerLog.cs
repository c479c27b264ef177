using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Domains;

/// <summary>What is logged of the host's own code.</summary>
internal static partial class HandlerLog
{
    [LoggerMessage(EventId = 9001, Level = LogLevel.Error, Message = "The handler of {Type} failed.")]
    public static partial void HandlerFailed(ILogger log, string type, Exception cause);

    [LoggerMessage(EventId = 9002, Level = LogLevel.Error, Message = "The authorizer of the topic {Topic} failed.")]
    public static partial void AuthorizerFailed(ILogger log, string topic, Exception cause);
}
