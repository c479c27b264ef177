using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>What status routers log; ids 5100 to 5199.</summary>
internal static partial class StatusLog
{
    /// <summary>The store could not say who may see whom.</summary>
    [LoggerMessage(5_100, LogLevel.Warning, "The store could not say whose status {User} may see.")]
    public static partial void RightsFailed(ILogger log, Exception cause, UserId user);

    /// <summary>A bug; the router goes on.</summary>
    [LoggerMessage(5_101, LogLevel.Error, "The status router failed to handle a {Message}; it goes on with the next message.")]
    public static partial void RouterFault(ILogger log, Exception cause, string message);
}
