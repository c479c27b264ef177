using System.Text;
using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Fanout;

/// <summary>Speaks SignalR's JSON hub protocol: records that end with 0x1E, several of them in a frame under load.</summary>
internal sealed class SignalRPeer : Peer
{
    private const byte Separator = 0x1E;

    /// <inheritdoc/>
    public override string Name => "SignalR";

    /// <inheritdoc/>
    public override string Path => "/hub";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Command => [System.IO.Path.Combine(AppContext.BaseDirectory, "AkkaRealtime.Benchmarks.dll"), "signalr-host", $"http://{Address}"];

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string ReadyPath => "/ready";

    /// <inheritdoc/>
    public override string? TokenOf(int user) => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string> MakeRooms(int count, int members) => [.. Enumerable.Range(0, count).Select(i => $"room-{i}")];

    /// <inheritdoc/>
    public override void Greet(LoadConnection connection, string room) => connection.Write((byte[])
    [
        .. Record("""{"protocol":"json","version":1}"""),
        .. Record($$"""{"type":1,"target":"Join","arguments":["{{room}}"]}"""),
    ]);

    /// <inheritdoc/>
    public override bool IsReady(ReadOnlySpan<byte> payload) => payload.IndexOf("\"joined\""u8) >= 0;

    /// <inheritdoc/>
    public override int CountDeliveries(ReadOnlySpan<byte> payload)
    {
        var count = 0;
        while (payload.IndexOf(Separator) is >= 0 and var end)
        {
            if (payload.StartsWith("{\"type\":1,\"target\":\"message\""u8))
                count++;
            payload = payload[(end + 1)..];
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Send(LoadConnection connection, string room, long number) =>
        connection.Write(Record($$"""{"type":1,"target":"Send","arguments":["{{room}}","{{Text}}"]}"""));

    private static byte[] Record(string json) => FrameScanner.Write([.. Encoding.UTF8.GetBytes(json), Separator]);
}
