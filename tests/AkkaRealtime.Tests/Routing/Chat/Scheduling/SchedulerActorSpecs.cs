using System.Collections.Concurrent;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Scheduling;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Chat.Scheduling;

/// <summary>What is sent when.</summary>
public sealed class SchedulerActorSpecs(ITestOutputHelper output) : VirtualTimeSpec(output)
{
    private readonly SpecStore _store = new();
    private readonly ConcurrentQueue<string> _sent = new();
    private Func<ScheduledMessage, Task> _turn = _ => Task.CompletedTask;

    [Fact]
    public void Should_send_a_message_when_its_time_has_come_and_not_before()
    {
        Add("s1", TimeSpan.FromHours(1));
        Start();
        Advance(TimeSpan.FromMinutes(59));
        Add("s2", TimeSpan.Zero);
        this.Until(() => Ticked(() => _sent.Contains("s2")));
        Assert.DoesNotContain("s1", _sent);

        Advance(TimeSpan.FromMinutes(1));
        this.Until(() => Ticked(() => _sent.Contains("s1")));
        Assert.Equal(["s2", "s1"], _sent);
    }

    [Fact]
    public void Should_send_others_while_one_takes_its_time_and_that_one_once()
    {
        var slow = new TaskCompletionSource();
        _turn = message => message.Id == "slow" ? slow.Task : Task.CompletedTask;
        Add("slow", TimeSpan.Zero);
        Start();
        this.Until(() => _sent.Contains("slow"));
        Add("quick", TimeSpan.Zero);
        this.Until(() => Ticked(() => _sent.Contains("quick")));
        Add("third", TimeSpan.Zero);
        this.Until(() => Ticked(() => _sent.Contains("third")));
        Assert.Single(_sent, "slow");
        slow.SetResult();
    }

    [Fact]
    public void Should_try_again_what_could_not_be_stored()
    {
        _turn = _ => _sent.Count == 1 ? Task.FromException(new StoreUnavailableException("away")) : Task.CompletedTask;
        Add("s1", TimeSpan.Zero);
        Start();
        this.Until(() => Ticked(() => _sent.Count >= 2));
    }

    [Fact]
    public void Should_go_on_where_another_one_was()
    {
        Add("s1", TimeSpan.Zero, ScheduledState.Sending);
        Add("s2", TimeSpan.Zero, ScheduledState.Failed);
        Start();
        this.Until(() => _sent.Count == 1);
        Assert.Equal(["s1"], _sent);
    }

    private bool Ticked(Func<bool> condition)
    {
        Advance(SchedulerActor.Tick);
        return condition();
    }

    private void Add(string id, TimeSpan after, ScheduledState state = ScheduledState.Waiting) => Assert.True(_store.TryWrite(new AddScheduled(
        ActorRefs.Nobody, new ScheduledMessage(id, new UserId("alice"), new RoomId("tea"), Time.GetUtcNow() + after, "{}"u8.ToArray()) { State = state })));

    // What was sent is gone, as after a real turn.
    private void Start() => Sys.ActorOf(SchedulerActor.Props(
        _store.Scheduled,
        async (message, _) =>
        {
            _sent.Enqueue(message.Id);
            await _turn(message).ConfigureAwait(false);
            _store.TryWrite(new ReplaceScheduled(ActorRefs.Nobody, message.Id, message.Tag, null));
        },
        Time,
        NullLogger.Instance));
}
