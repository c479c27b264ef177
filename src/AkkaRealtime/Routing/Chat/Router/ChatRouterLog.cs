using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>What the chat router logs.</summary>
internal static partial class ChatRouterLog
{
    [LoggerMessage(EventId = 6101, Level = LogLevel.Error, Message = "The chat router failed and restarts.")]
    public static partial void RouterRestarted(ILogger log, Exception cause);
}
