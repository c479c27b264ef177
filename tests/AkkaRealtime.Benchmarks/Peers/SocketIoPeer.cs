using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>Speaks Engine.IO 4 and Socket.IO 5, as Socket.IO's client 4 does, straight to a WebSocket (node/socketio.mjs).</summary>
internal sealed class SocketIoPeer : Peer
{
    /// <inheritdoc/>
    public override string Name => "Socket.IO 4";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command => NodeParts.Command("socketio.mjs", Address);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment => NodeParts.Environment;

    /// <inheritdoc/>
    public override string PathOf(string room) => "/socket.io/?EIO=4&transport=websocket";

    /// <inheritdoc/>
    public override bool Hear(LoadConnection connection, ReadOnlySpan<byte> payload)
    {
        if (payload.SequenceEqual("2"u8))
            connection.Say("3");
        else if (payload.StartsWith("0{"u8))
            connection.Say("40");
        else if (payload.StartsWith("40{"u8))
            connection.Say($$"""42["join","{{connection.Room}}"]""");
        return payload.StartsWith("42[\"joined\""u8);
    }

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) => connection.Say($$"""42["send","{{room}}","{{Mark.Of(number)}}"]""");
}
