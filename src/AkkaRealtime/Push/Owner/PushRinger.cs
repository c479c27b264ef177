using System.Text.Json;
using System.Threading.Channels;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Ringing;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Push.Owner;

/// <summary>
/// Pushes rings and their ends, in the order in which this node's users' entities tell of them; at most once: what waits here is lost with the node, and a device shows a ring that is past its
/// time as a missed call. At most <see cref="Most"/> wait; what is beyond is dropped, and counted.
/// </summary>
internal sealed class PushRinger : IAwayDevices, IDisposable
{
    /// <summary>The most that wait.</summary>
    public const int Most = 10_000;

    private static readonly TimeSpan AfterTheRing = TimeSpan.FromMinutes(1);
    private readonly IPushStore _store;
    private readonly IChatStore _chat;
    private readonly PushDelivery _delivery;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Channel<Told> _told;
    private readonly CancellationTokenSource _stopped = new();

    public PushRinger(IPushStore store, IChatStore chat, PushDelivery delivery, TimeProvider time, PushMetrics metrics, ILogger<PushRinger> log)
    {
        (_store, _chat, _delivery, _time, _log) = (store, chat, delivery, time, log);
        _told = Channel.CreateBounded<Told>(
            new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            _ => metrics.Dropped.Add(1, new KeyValuePair<string, object?>("reason", "full")));
        _ = Task.Run(RunAsync);
    }

    /// <inheritdoc/>
    public void Ring(AwayRing ring) => _told.Writer.TryWrite(new Told(ring, null));

    /// <inheritdoc/>
    public void Silence(AwayRing ring, AwayRingEnd end) => _told.Writer.TryWrite(new Told(ring, end));

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            await foreach (var told in _told.Reader.ReadAllAsync(_stopped.Token).ConfigureAwait(false))
            {
                try
                {
                    await TellAsync(told).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    PushLog.Failed(_log, e);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The node stops.
        }
    }

    private async Task TellAsync(Told told)
    {
        var devices = await _store.OfUserAsync(told.Ring.User, _stopped.Token).ConfigureAwait(false);
        if (devices.Count == 0)
            return;
        var notice = await NoticeAsync(told).ConfigureAwait(false);
        foreach (var device in devices)
            _ = SendAsync(device, notice);
    }

    private async Task SendAsync(DeviceSubscription device, PushNotice notice)
    {
        try
        {
            await _delivery.SendAsync(device, notice).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            PushLog.Failed(_log, e);
        }
    }

    private async Task<PushNotice> NoticeAsync(Told told)
    {
        var (ring, end) = told;
        var incoming = ring.Incoming is { } said && EnvelopeReader.TryRead(said.Utf8, out var envelope, out _)
            ? JsonSerializer.Deserialize(envelope.Data.Span, CallJson.Default.CallIncoming)
            : null;
        var view = incoming?.Call ?? JsonSerializer.Deserialize(ring.Call.View.Utf8.Span, CallJson.Default.CallView) ?? throw new JsonException("A call is null.");
        var from = incoming is null ? view.Host : new UserId(incoming.From);
        var name = view.Participants.FirstOrDefault(p => p.User == from)?.Name ?? from.Value;
        var room = await _chat.RoomsAsync(ring.User, view.Room, _stopped.Token).ConfigureAwait(false) is [var found] ? found : null;
        var now = _time.GetUtcNow();
        return new PushNotice(end is null ? PushNotice.Call : PushNotice.CallEnded, $"call-{ring.Call.Id}", ring.User, view.Room, new PushPerson(from, PushNotice.CutName(name)), view.StartedAt)
        {
            RoomName = room is null || room.Kind == RoomKinds.Direct ? null : PushNotice.CutName(room.Name),
            CallId = ring.Call.Id,
            Media = view.Media,
            ExpiresAt = end is null ? ring.ExpiresAt : null,
            Outcome = end switch
            {
                null => null,
                AwayRingEnd.Answered => "answered",
                AwayRingEnd.Declined => "declined",
                _ => "missed",
            },
            Until = end switch
            {
                null => ring.ExpiresAt,
                AwayRingEnd.Missed => now + PushTurn.Kept,
                _ => now + AfterTheRing,
            },
        };
    }

    private sealed record Told(AwayRing Ring, AwayRingEnd? End);
}
