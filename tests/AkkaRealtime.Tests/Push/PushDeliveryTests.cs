using System.Threading.Channels;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Push.Store.Memory;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Push;

/// <summary>What becomes of pushes that are not accepted at once.</summary>
public sealed class PushDeliveryTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly UserId Bob = new("bob");
    private readonly TimersTold _time = new(Noon);
    private readonly TestMeters _meters = new();
    private readonly RealtimeMetrics _metrics;
    private readonly SpecStore _store = new();
    private readonly Revocations _revocations = new();
    private readonly ScriptedPushSender _sender;
    private readonly PushOptions _options = new();
    private readonly DeviceSubscription _phone = new("https://push.example.com/phone", Bob, new DeviceId("phone"), "p", "a", Noon);

    public PushDeliveryTests()
    {
        _metrics = new RealtimeMetrics(_meters);
        _sender = new ScriptedPushSender(_time);
        Assert.True(_store.TryWrite(new SavePushSubscription(Akka.Actor.ActorRefs.Nobody, _phone, 10)));
    }

    [Fact]
    public async Task Send_AskedToWait_ComesAgainThen_AndLaterEachTime()
    {
        using var delivery = Delivery();
        foreach (var outcome in new[] { new PushOutcome(PushFate.Retry, "503"), new PushOutcome(PushFate.Retry, "429", TimeSpan.FromSeconds(90)), new PushOutcome(PushFate.Retry, "timeout") })
            _sender.Outcomes.Enqueue(outcome);

        await delivery.SendAsync(_phone, Notice());

        Assert.Equal(Noon, (await _sender.NextAsync()).At);
        Assert.Equal(TimeSpan.FromSeconds(1), await AgainAsync());
        Assert.Equal(TimeSpan.FromSeconds(90), await AgainAsync());
        Assert.Equal(TimeSpan.FromSeconds(30), await AgainAsync());
        await _meters.ReachesAsync("akkarealtime.push.sent", 1);
        Assert.Equal((1, 1, 1), (_meters["akkarealtime.push.failed:503"], _meters["akkarealtime.push.failed:429"], _meters["akkarealtime.push.failed:timeout"]));
    }

    [Fact]
    public async Task Send_NeverAccepted_IsGivenUp()
    {
        using var delivery = Delivery();
        for (var i = 0; i < 7; i++)
            _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Retry, "500"));
        await delivery.SendAsync(_phone, Notice());
        await _sender.NextAsync();
        for (var i = 0; i < 5; i++)
            await AgainAsync();

        await _meters.ReachesAsync("akkarealtime.push.dropped:attempts", 1);
        Assert.Single(_sender.Outcomes);
    }

    [Fact]
    public async Task Send_OfARingThatWouldComeTooLate_IsGivenUp()
    {
        using var delivery = Delivery();
        _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Retry, "429", TimeSpan.FromSeconds(60)));
        await delivery.SendAsync(_phone, Notice() with { Until = Noon.AddSeconds(45) });
        Assert.Equal(TimeSpan.FromSeconds(45), (await _sender.NextAsync()).TimeToLive);
        await _meters.ReachesAsync("akkarealtime.push.dropped:late", 1);

        await delivery.SendAsync(_phone, Notice() with { Until = Noon });
        await _meters.ReachesAsync("akkarealtime.push.dropped:late", 2);
        Assert.False(_sender.HasNext);
    }

    [Fact]
    public async Task Send_OfTheEndOfARing_GoesInThePlaceOfTheRing_ThatIsNotSentAgain()
    {
        using var delivery = Delivery();
        _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Retry, "503"));
        await delivery.SendAsync(_phone, Notice() with { Kind = PushNotice.Call });
        await delivery.SendAsync(_phone, Notice() with { Kind = PushNotice.CallEnded });
        Assert.Equal([PushNotice.Call, PushNotice.CallEnded], _sender.Take().Select(s => s.Notice.Kind));

        _time.Advance(TimeSpan.FromSeconds(2));
        await _meters.ReachesAsync("akkarealtime.push.dropped:superseded", 1);
        Assert.False(_sender.HasNext);
    }

    [Fact]
    public async Task Send_OfTheEndWhileTheRingIsUnderWay_WaitsForIt()
    {
        using var delivery = Delivery();
        var gate = new TaskCompletionSource();
        _sender.Gate = gate.Task;
        var ring = delivery.SendAsync(_phone, Notice() with { Kind = PushNotice.Call });
        await _sender.NextAsync();
        var end = delivery.SendAsync(_phone, Notice() with { Kind = PushNotice.CallEnded });
        var other = delivery.SendAsync(_phone, Notice() with { Tag = "other" });
        Assert.Equal("other", (await _sender.NextAsync()).Notice.Tag);
        Assert.False(_sender.HasNext);

        gate.SetResult();
        await Task.WhenAll(ring, end, other);
        Assert.Equal(PushNotice.CallEnded, (await _sender.NextAsync()).Notice.Kind);
    }

    [Fact]
    public async Task Send_ToWhatIsGone_RemovesTheSubscription()
    {
        using var delivery = Delivery();
        _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Gone, "410"));
        await delivery.SendAsync(_phone, Notice());
        Assert.Empty(await new MemoryPushStore(_store.Engine).OfUserAsync(Bob, default));
        Assert.Equal(1, _meters["akkarealtime.push.removed"]);
    }

    [Fact]
    public async Task Send_ToARevokedSession_SendsNothing_AndRemovesTheSubscription()
    {
        using var delivery = Delivery();
        var revocation = new Revocation("r1", Noon) { User = Bob, Device = new DeviceId("phone"), IssuedBefore = Noon.AddMinutes(1) };
        _revocations.Apply([new RevocationChange(revocation, IsLifted: false, 1)], Noon);
        await delivery.SendAsync(_phone, Notice());
        Assert.False(_sender.HasNext);
        Assert.Empty(await new MemoryPushStore(_store.Engine).OfUserAsync(Bob, default));
    }

    [Fact]
    public async Task Send_WhatIsRefused_IsNotTriedAgain()
    {
        using var delivery = Delivery();
        _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Refused, "403"));
        await delivery.SendAsync(_phone, Notice());
        Assert.Equal(1, _meters["akkarealtime.push.dropped:refused"]);
        Assert.NotEmpty(await new MemoryPushStore(_store.Engine).OfUserAsync(Bob, default));
    }

    [Fact]
    public async Task Send_MoreThanMayWait_IsDropped()
    {
        _options.MaxWaiting = 1;
        using var delivery = Delivery();
        _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Retry, "503"));
        _sender.Outcomes.Enqueue(new PushOutcome(PushFate.Retry, "503"));
        await delivery.SendAsync(_phone, Notice());
        await delivery.SendAsync(_phone, Notice() with { Tag = "other" });
        Assert.Equal(1, _meters["akkarealtime.push.dropped:full"]);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _meters.Dispose();
    }

    private static PushNotice Notice() => new(PushNotice.Message, "tag", Bob, new RoomId("room"), new PushPerson(new UserId("alice"), "Alice"), Noon) { Until = Noon.AddDays(1) };

    private PushDelivery Delivery() => new(_sender, new JournalPromise(_store), _revocations, _options, _time, _metrics.Push, NullLogger<PushDelivery>.Instance);

    // When the next attempt is to come: then it does.
    private async Task<TimeSpan> AgainAsync()
    {
        var delay = await _time.NextTimerAsync();
        _time.Advance(delay);
        await _sender.NextAsync();
        return delay;
    }

    private sealed class TimersTold(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly Channel<TimeSpan> _timers = Channel.CreateBounded<TimeSpan>(1_000);

        public async Task<TimeSpan> NextTimerAsync() => await _timers.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
