using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What the links to media servers log; ids 7500 to 7599.</summary>
internal static partial class JanusLog
{
    /// <summary>There is a session.</summary>
    [LoggerMessage(7_500, LogLevel.Information, "Janus at {Url} is connected: calls of five or more can use it.")]
    public static partial void Up(ILogger log, string url);

    /// <summary>The session is gone, or can't be made.</summary>
    [LoggerMessage(7_501, LogLevel.Warning, "Janus at {Url} is not available: {Why}. Trying again in {Seconds} s; {Rooms} calls are waiting for it.")]
    public static partial void Down(ILogger log, string url, string why, double seconds, int rooms);

    /// <summary>A request was refused.</summary>
    [LoggerMessage(7_502, LogLevel.Warning, "Janus at {Url} refused {Ask}: {Code} {Reason}.")]
    public static partial void Refused(ILogger log, string url, JanusAsk ask, int code, string? reason);

    /// <summary>Its calls go on at another one.</summary>
    [LoggerMessage(7_503, LogLevel.Warning, "Janus at {Url} has not come back: moving its {Rooms} calls to another one.")]
    public static partial void Moved(ILogger log, string url, int rooms);
}
