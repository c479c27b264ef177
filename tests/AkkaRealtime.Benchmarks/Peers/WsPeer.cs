using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>ws on Node: sockets in sets, and a loop that sends (node/ws.mjs).</summary>
internal sealed class WsPeer : Peer
{
    /// <inheritdoc/>
    public override string Name => "ws 8";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command => NodeParts.Command("ws.mjs", Address);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment => NodeParts.Environment;

    /// <inheritdoc/>
    public override string PathOf(string room) => "/";

    /// <inheritdoc/>
    public override bool Greet(LoadConnection connection, string room)
    {
        connection.Say($$"""{"type":"join","room":"{{room}}"}""");
        return false;
    }

    /// <inheritdoc/>
    public override bool Hear(LoadConnection connection, ReadOnlySpan<byte> payload) => payload.StartsWith("{\"type\":\"joined\""u8);

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) =>
        connection.Say($$"""{"type":"send","room":"{{room}}","text":"{{Mark.Of(number)}}"}""");
}
