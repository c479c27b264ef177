using System.Collections.Concurrent;
using System.Threading.Channels;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Store;

namespace AkkaRealtime.Tests.Push;

/// <summary>What was handed to push services, and what they answer.</summary>
internal sealed class ScriptedPushSender(TimeProvider time) : IPushSender
{
    private readonly Channel<Sent> _sent = Channel.CreateBounded<Sent>(1_000);

    /// <summary>What comes of the next ones; then all are accepted.</summary>
    public ConcurrentQueue<PushOutcome> Outcomes { get; } = new();

    /// <summary>Each waits for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>All that were sent and not read yet.</summary>
    public IReadOnlyList<Sent> Take()
    {
        var all = new List<Sent>();
        while (_sent.Reader.TryRead(out var sent))
            all.Add(sent);
        return all;
    }

    public async Task<Sent> NextAsync() => await _sent.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);

    public bool HasNext => _sent.Reader.TryPeek(out _);

    /// <inheritdoc/>
    public async Task<PushOutcome> SendAsync(DeviceSubscription to, PushNotice notice, TimeSpan timeToLive, CancellationToken cancel)
    {
        _sent.Writer.TryWrite(new Sent(to, notice, timeToLive, time.GetUtcNow()));
        await Gate.WaitAsync(cancel);
        return Outcomes.TryDequeue(out var outcome) ? outcome : new PushOutcome(PushFate.Accepted);
    }

    internal sealed record Sent(DeviceSubscription To, PushNotice Notice, TimeSpan TimeToLive, DateTimeOffset At);
}
