namespace AkkaRealtime.Client;

/// <summary>Where a client is.</summary>
public enum ConnectionState
{
    /// <summary>It connects, or waits to try again.</summary>
    Connecting,

    /// <summary>There is a session.</summary>
    Connected,

    /// <summary>It has ended, and doesn't come back by itself.</summary>
    Closed,
}
