namespace AkkaRealtime.Envelopes;

/// <summary>
/// An envelope as the UTF-8 bytes that go out: encoded once, shared by every connection that gets it, never changed.
/// The one kind of message that any actor, on any node, may tell a connection.
/// </summary>
/// <param name="Utf8">The JSON text.</param>
public sealed record EncodedEnvelope(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>The JSON as text, for logs and specs.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Utf8.Span);
}
