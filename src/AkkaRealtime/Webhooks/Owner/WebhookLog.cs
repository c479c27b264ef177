using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>What is said of webhooks.</summary>
internal static partial class WebhookLog
{
    [LoggerMessage(EventId = 15_001, Level = LogLevel.Warning, Message = "Webhook {Webhook}: event {Position} of {Stream} was given up after {Attempts} attempts: {Error}")]
    public static partial void GivenUp(ILogger log, string webhook, long position, string stream, int attempts, string error);

    [LoggerMessage(EventId = 15_002, Level = LogLevel.Warning, Message = "Webhook {Webhook}: the receiver accepts nothing any more ({Error}); events wait and are tried again")]
    public static partial void Down(ILogger log, string webhook, string error);

    [LoggerMessage(EventId = 15_003, Level = LogLevel.Information, Message = "Webhook {Webhook}: the receiver accepts events again")]
    public static partial void Up(ILogger log, string webhook);

    [LoggerMessage(EventId = 15_004, Level = LogLevel.Warning, Message = "Webhook {Webhook} is disabled: the receiver answered 410")]
    public static partial void Gone(ILogger log, string webhook);

    [LoggerMessage(EventId = 15_005, Message = "Webhook {Webhook}: a read of the store failed; it goes on by itself")]
    public static partial void Unread(ILogger log, LogLevel level, Exception cause, string webhook);

    [LoggerMessage(EventId = 15_006, Message = "The list of webhooks can't be read right now; those that are known go on")]
    public static partial void ListUnread(ILogger log, LogLevel level, Exception cause);
}
