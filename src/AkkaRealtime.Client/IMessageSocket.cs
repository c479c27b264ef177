namespace AkkaRealtime.Client;

/// <summary>One connection, whatever it goes over: whole messages in and out. What is lost is told as an <see cref="IOException"/> or <see cref="System.Net.WebSockets.WebSocketException"/>.</summary>
internal interface IMessageSocket : IDisposable
{
    /// <summary>What it goes over.</summary>
    RealtimeTransport Transport { get; }

    /// <summary>The HTTP status of a refusal; 0 where there was no answer.</summary>
    int HttpStatus { get; }

    /// <summary>The code that the server closed with; null where it did not.</summary>
    int? CloseCode { get; }

    /// <summary>Connects.</summary>
    Task ConnectAsync(CancellationToken cancel);

    /// <summary>Sends a message.</summary>
    Task SendAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancel);

    /// <summary>The next message; null where the server has closed. Its bytes hold until the next one is asked for.</summary>
    Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancel);

    /// <summary>Says goodbye.</summary>
    Task CloseAsync(CancellationToken cancel);
}
