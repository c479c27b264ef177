using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>Speaks SignalR's JSON hub protocol: records that end with 0x1E, several of them in a frame under load.</summary>
internal sealed class SignalRPeer : Peer
{
    private const char Separator = '\u001e';

    /// <inheritdoc/>
    public override string Name => "SignalR";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command => ["dotnet", Path.Combine(AppContext.BaseDirectory, "AkkaRealtime.Benchmarks.dll"), "signalr-host", $"http://{Address}"];

    /// <inheritdoc/>
    public override string PathOf(string room) => "/hub";

    /// <inheritdoc/>
    public override bool Greet(LoadConnection connection, string room)
    {
        connection.Say($$"""{"protocol":"json","version":1}{{Separator}}""");
        connection.Say($$"""{"type":1,"target":"Join","arguments":["{{room}}"]}{{Separator}}""");
        return false;
    }

    /// <inheritdoc/>
    public override bool Hear(LoadConnection connection, ReadOnlySpan<byte> payload) => payload.IndexOf("\"joined\""u8) >= 0;

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) =>
        connection.Say($$"""{"type":1,"target":"Send","arguments":["{{room}}","{{Mark.Of(number)}}"]}{{Separator}}""");
}
