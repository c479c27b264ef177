using System.Buffers.Text;
using System.Diagnostics;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Storage;

/// <summary>Senders who wait for <c>chat.sent</c> and send again at once; what they hear from others they pass over.</summary>
internal sealed class SendersLoad(AkkaRealtimePeer peer) : SocketLoop(peer)
{
    private const int MaxInFlight = 65_536;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly long[] _sentAt = new long[MaxInFlight];
    private readonly List<LoadConnection> _connections = [];
    private readonly Queue<(LoadConnection Sender, long At)> _later = [];
    private Latencies _latencies = new();
    private long _number;
    private long _inFlight;
    private long _refused;
    private bool _sending;

    /// <summary>Connects the members of rooms.</summary>
    public void Connect(IReadOnlyList<string> rooms, int members)
    {
        foreach (var room in rooms.SelectMany(r => Enumerable.Repeat(r, members)))
        {
            _connections.Add(Open(_connections.Count, room));
            Must(() => _connections.Count - Ready < 32);
        }

        Must(() => Ready == _connections.Count);
    }

    /// <summary>So many senders, spread over the connections, for this long: messages that were acknowledged and refused, and how long the former took.</summary>
    public (long Acknowledged, long Refused, Latencies Latencies) Send(int senders, TimeSpan time)
    {
        (_latencies, _refused, _sending) = (new Latencies(), 0, true);
        for (var i = 0; i < senders; i++)
            SendOne(_connections[i % _connections.Count]);
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time;)
        {
            Poll(_later.Count > 0 ? 1 : 10);
            while (_later.TryPeek(out var next) && next.At <= Stopwatch.GetTimestamp())
                SendOne(_later.Dequeue().Sender);
        }

        var result = (_latencies.Count, _refused, _latencies);
        _sending = false;
        _later.Clear();
        Must(() => _inFlight == 0);
        return result;
    }

    /// <inheritdoc/>
    protected override bool Take(LoadConnection connection, ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("{\"type\":\"chat.sent\",\"data\":{\"ref\":\""u8))
            Acknowledged(connection, NumberAfter(payload, "\"ref\":\""u8));
        else if (payload.StartsWith("{\"type\":\"error\""u8) && NumberAfter(payload, "\"ref\":\""u8) > 0)
            Refused(connection, payload);
        else
            return payload.StartsWith("{\"type\":\"chat."u8);
        return true;
    }

    private void Acknowledged(LoadConnection sender, long number)
    {
        _inFlight--;
        if (!_sending)
            return;
        _latencies.Add(Now - _sentAt[number % MaxInFlight]);
        SendOne(sender);
    }

    // As a client does: after the time that the server names.
    private void Refused(LoadConnection sender, ReadOnlySpan<byte> payload)
    {
        var retry = NumberAfter(payload, "\"retryAfterMs\":"u8);
        if (retry == 0)
            throw new InvalidOperationException(System.Text.Encoding.UTF8.GetString(payload));
        _inFlight--;
        _refused++;
        if (_sending)
            _later.Enqueue((sender, Now + (retry * Stopwatch.Frequency / 1_000)));
    }

    private void SendOne(LoadConnection sender)
    {
        var number = ++_number;
        _sentAt[number % MaxInFlight] = Stopwatch.GetTimestamp();
        _inFlight++;
        sender.Say(
            $$$"""{"type":"chat.send","data":{"ref":"{{{number}}}","room":"{{{sender.Room}}}","key":"k{{{number}}}","text":"{{{Mark.Of(number)}}}"}}""");
    }

    private void Must(Func<bool> isSo)
    {
        if (!Until(isSo, Patience))
            throw new TimeoutException($"{Ready} of {_connections.Count} connections are ready, {_inFlight} messages are without an answer after {Patience.TotalSeconds} s.");
    }

    private static long NumberAfter(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> name) =>
        payload.IndexOf(name) is >= 0 and var at && Utf8Parser.TryParse(payload[(at + name.Length)..], out long number, out _) ? number : 0;
}
