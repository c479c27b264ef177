namespace AkkaRealtime.Client;

/// <summary>The connection was lost before a reply came, or the client is closed. What was asked may have been done.</summary>
public sealed class RealtimeConnectionException : IOException
{
    internal RealtimeConnectionException(string message, int? closeCode = null, Exception? inner = null)
        : base(message, inner) => CloseCode = closeCode;

    /// <summary>The code that the server closed with, where it did.</summary>
    public int? CloseCode { get; }
}
