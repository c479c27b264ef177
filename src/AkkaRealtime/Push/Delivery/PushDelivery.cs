using System.Collections.Concurrent;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Push.Delivery;

/// <summary>
/// Pushes of this node: a bounded number under way, the others wait their turn. What is not accepted is tried again, from memory, later each time or when the push service says; what is
/// newer under the same tag goes in its place, so that nothing rings behind its end. Of a device's pushes under one tag, one is under way at a time, in their order.
/// </summary>
internal sealed class PushDelivery : IDisposable
{
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];
    private readonly IPushSender _sender;
    private readonly JournalPromise _journal;
    private readonly Revocations _revocations;
    private readonly PushOptions _options;
    private readonly TimeProvider _time;
    private readonly PushMetrics _metrics;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turns;
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<(string Endpoint, string Tag), Lane> _lanes = [];
    private int _waiting;

    public PushDelivery(
        IPushSender sender, JournalPromise journal, Revocations revocations, PushOptions options, TimeProvider time, PushMetrics metrics, ILogger<PushDelivery> log)
    {
        (_sender, _journal, _revocations, _options, _time, _metrics, _log) = (sender, journal, revocations, options, time, metrics, log);
        _turns = new SemaphoreSlim(options.Concurrency);
        metrics.ObserveWaiting(() => Volatile.Read(ref _waiting));
    }

    /// <summary>
    /// Pushes to a device. Ends when it was tried once: what is to be tried again goes on by itself. What has been said under the same tag before, and is not sent yet, is sent no more,
    /// from this call on.
    /// </summary>
    public Task SendAsync(DeviceSubscription to, PushNotice notice)
    {
        var lane = Enter((to.Endpoint, notice.Tag), out var number);
        return FirstAsync(lane, number, to, notice);
    }

    /// <summary>Nothing is sent any more.</summary>
    public void Dispose()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        _turns.Dispose();
    }

    private async Task FirstAsync(Lane lane, long number, DeviceSubscription to, PushNotice notice)
    {
        var again = TimeSpan.Zero;
        try
        {
            again = await TryAsync(lane, number, to, notice, attempts: 1).ConfigureAwait(false) ?? TimeSpan.Zero;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The node stops.
        }
        finally
        {
            if (again <= TimeSpan.Zero)
                Leave(lane);
        }

        if (again > TimeSpan.Zero)
            _ = AgainAsync(lane, number, to, notice, again);
    }

    private async Task AgainAsync(Lane lane, long number, DeviceSubscription to, PushNotice notice, TimeSpan delay)
    {
        try
        {
            for (var attempts = 2; ; attempts++)
            {
                await Task.Delay(delay, _time, _stopped.Token).ConfigureAwait(false);
                if (await TryAsync(lane, number, to, notice, attempts).ConfigureAwait(false) is not { } next)
                    return;
                delay = next;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The node stops.
        }
        catch (Exception e)
        {
            PushLog.Failed(_log, e);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            Leave(lane);
        }
    }

    // After how long it is to be tried again; null: not at all.
    private async Task<TimeSpan?> TryAsync(Lane lane, long number, DeviceSubscription to, PushNotice notice, int attempts)
    {
        PushOutcome outcome;
        await lane.Turn.WaitAsync(_stopped.Token).ConfigureAwait(false);
        try
        {
            if (lane.Last != number)
                return Drop("superseded");
            await _turns.WaitAsync(_stopped.Token).ConfigureAwait(false);
            try
            {
                var left = notice.Until - _time.GetUtcNow();
                if (left <= TimeSpan.Zero)
                    return Drop("late");
                if (_revocations.Find(new SessionFacts(to.User, to.Device, to.Session, to.Token, to.At), _time.GetUtcNow()) is not null)
                {
                    await RemoveAsync(to).ConfigureAwait(false);
                    return null;
                }

                outcome = await _sender.SendAsync(to, notice, left, _stopped.Token).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            lane.Turn.Release();
        }

        return await FinishAsync(outcome, to, notice, attempts).ConfigureAwait(false);
    }

    private async Task<TimeSpan?> FinishAsync(PushOutcome outcome, DeviceSubscription to, PushNotice notice, int attempts)
    {
        if (outcome.Fate == PushFate.Accepted)
        {
            _metrics.Sent.Add(1, new KeyValuePair<string, object?>("kind", notice.Kind));
            return null;
        }

        _metrics.Failed.Add(1, new KeyValuePair<string, object?>("reason", outcome.Reason));
        switch (outcome.Fate)
        {
            case PushFate.Gone:
                await RemoveAsync(to).ConfigureAwait(false);
                return null;
            case PushFate.Refused:
                PushLog.Refused(_log, new Uri(to.Endpoint).Host, outcome.Reason);
                return Drop("refused");
        }

        if (attempts > Delays.Length)
            return Drop("attempts");
        var delay = outcome.RetryAfter > Delays[attempts - 1] ? outcome.RetryAfter.Value : Delays[attempts - 1];
        if (_time.GetUtcNow() + delay >= notice.Until)
            return Drop("late");
        if (attempts == 1 && Interlocked.Increment(ref _waiting) > _options.MaxWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return Drop("full");
        }

        return delay;
    }

    private async Task RemoveAsync(DeviceSubscription to)
    {
        _metrics.Removed.Add(1);
        try
        {
            await _journal.SaveAsync(owner => new RemovePushSubscription(owner, to.Endpoint, to.User), _stopped.Token).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            // The next push to it finds out again.
            PushLog.Failed(_log, e);
        }
    }

    private TimeSpan? Drop(string reason)
    {
        _metrics.Dropped.Add(1, new KeyValuePair<string, object?>("reason", reason));
        return null;
    }

    private Lane Enter((string Endpoint, string Tag) key, out long number)
    {
        while (true)
        {
            var lane = _lanes.GetOrAdd(key, k => new Lane(k));
            lock (lane)
            {
                if (lane.IsOver)
                    continue;
                lane.Users++;
                number = ++lane.Last;
                return lane;
            }
        }
    }

    private void Leave(Lane lane)
    {
        lock (lane)
        {
            if (--lane.Users > 0)
                return;
            lane.IsOver = true;
        }

        _lanes.TryRemove(lane.Key, out _);
    }

    // What is said to a device under one tag.
    private sealed class Lane((string Endpoint, string Tag) key)
    {
        private long _last;

        public (string Endpoint, string Tag) Key { get; } = key;

        public SemaphoreSlim Turn { get; } = new(1);

        public long Last
        {
            get => Volatile.Read(ref _last);
            set => Volatile.Write(ref _last, value);
        }

        public int Users { get; set; }

        public bool IsOver { get; set; }
    }
}
