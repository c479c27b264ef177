using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What is logged of media servers.</summary>
internal static partial class JanusLog
{
    /// <summary>There is a session.</summary>
    [LoggerMessage(4_101, LogLevel.Information, "Janus at {Url} is there: calls of five and more can go by it.")]
    public static partial void Up(ILogger log, string url);

    /// <summary>The session is gone, or can't be made.</summary>
    [LoggerMessage(4_102, LogLevel.Warning, "Janus at {Url} can't be used: {Why}. Trying again in {Seconds} s; {Rooms} calls wait for it.")]
    public static partial void Down(ILogger log, string url, string why, double seconds, int rooms);

    /// <summary>A request was refused.</summary>
    [LoggerMessage(4_103, LogLevel.Warning, "Janus at {Url} refused {Ask}: {Code} {Reason}.")]
    public static partial void Refused(ILogger log, string url, JanusAsk ask, int code, string? reason);

    /// <summary>Calls go on at another one.</summary>
    [LoggerMessage(4_104, LogLevel.Warning, "Janus at {Url} does not come back: {Rooms} calls go on by another one.")]
    public static partial void Moved(ILogger log, string url, int rooms);
}
