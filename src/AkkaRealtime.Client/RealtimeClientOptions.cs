namespace AkkaRealtime.Client;

/// <summary>How a <see cref="RealtimeClient"/> connects.</summary>
public sealed record RealtimeClientOptions
{
    /// <summary>The server: <c>https://chat.example.com</c>, with a path where it stands below one. Required.</summary>
    public required Uri Server { get; init; }

    /// <summary>Gets a token: for each connection, and before one ends. Required.</summary>
    public required Func<CancellationToken, ValueTask<string>> Token { get; init; }

    /// <summary>The server's option <c>Path</c>. Default <c>/ws/ws</c>.</summary>
    public string Path { get; init; } = "/ws/ws";

    /// <summary>What this device calls itself, the same at each start: <c>[A-Za-z0-9_-]{1,64}</c>. Default null: the server makes a name for this client.</summary>
    public string? Device { get; init; }

    /// <summary>
    /// The last <c>seq</c> of rooms that was seen before, from <see cref="ChatClient.Positions"/> of an earlier run: what came after it is told first. Default none: the client is told what comes from now on.
    /// </summary>
    public IReadOnlyDictionary<string, long> Positions { get; init; } = new Dictionary<string, long>();

    /// <summary>What connections go over. Default <see cref="RealtimeTransport.Auto"/>.</summary>
    public RealtimeTransport Transport { get; init; }

    /// <summary>How long a reply may take. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two attempts to connect: a random part of this at first, doubled at each, up to <see cref="LongestDelay"/>. Default 0.5 s.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest time between two attempts. Default 20 s.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The address of the socket.</summary>
    internal Uri SocketUrl => new UriBuilder(Server)
    {
        Scheme = Server.Scheme is "https" or "wss" ? "wss" : "ws",
        Path = Server.AbsolutePath.TrimEnd('/') + Path,
        Query = Device is null ? "" : $"device={Uri.EscapeDataString(Device)}",
    }.Uri;
}
