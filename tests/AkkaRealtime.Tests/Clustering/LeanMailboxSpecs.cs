using Akka.Actor;
using AkkaRealtime.Clustering;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

public sealed class LeanMailboxSpecs(ITestOutputHelper output) : VirtualTimeSpec(output)
{
    [Fact]
    public void Should_keep_the_order_of_each_sender_and_lose_nothing_under_concurrency()
    {
        const int senders = 8;
        const int each = 20_000;
        var queue = new LeanMessageQueue();
        var threads = Enumerable.Range(0, senders).Select(sender => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
                queue.Enqueue(ActorRefs.Nobody, new Envelope((sender, i), ActorRefs.NoSender));
        })).ToList();
        threads.ForEach(t => t.Start());
        var next = new int[senders];
        for (var taken = 0; taken < senders * each;)
        {
            if (!queue.TryDequeue(out var envelope))
            {
                Thread.Yield();
                continue;
            }

            var (sender, i) = ((int, int))envelope.Message;
            Assert.Equal(next[sender]++, i);
            taken++;
        }

        threads.ForEach(t => t.Join());
        Assert.False(queue.HasMessages);
    }

    [Fact]
    public void Should_run_an_actor_for_every_message_that_many_threads_tell_it()
    {
        const int senders = 4;
        const int each = 25_000;
        var actor = Sys.ActorOf(Props.Create(() => new Counting(senders * each, TestActor)).WithMailbox(LeanMailbox.Id));
        var threads = Enumerable.Range(0, senders).Select(_ => new Thread(() =>
        {
            for (var i = 0; i < each; i++)
                actor.Tell(i);
        })).ToList();
        threads.ForEach(t => t.Start());
        Assert.Equal(senders * each, ExpectMsg<int>());
    }

    [Fact]
    public void Should_put_what_is_unstashed_before_what_waits()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Stashing(TestActor)).WithMailbox(LeanMailbox.Id));
        foreach (var message in new[] { "a", "b", "open", "c" })
            actor.Tell(message);
        Assert.Equal(["a", "b", "c"], Enumerable.Range(0, 3).Select(_ => ExpectMsg<string>()));
    }

    [Fact]
    public void Should_put_messages_first_in_front_of_what_arrived()
    {
        var queue = new LeanMessageQueue();
        queue.Enqueue(ActorRefs.Nobody, new Envelope(1, ActorRefs.NoSender));
        queue.Enqueue(ActorRefs.Nobody, new Envelope(2, ActorRefs.NoSender));
        queue.EnqueueFirst(new Envelope(0, ActorRefs.NoSender));
        queue.Enqueue(ActorRefs.Nobody, new Envelope(3, ActorRefs.NoSender));
        Assert.Equal(4, queue.Count);
        Assert.Equal([0, 1, 2, 3], Enumerable.Range(0, 4).Select(_ => queue.TryDequeue(out var envelope) ? (int)envelope.Message : -1));
    }

    [Fact]
    public void Should_hand_what_a_stopped_actor_left_to_the_dead_letters()
    {
        var queue = new LeanMessageQueue();
        var dead = new LeanMessageQueue();
        queue.Enqueue(ActorRefs.Nobody, new Envelope("late", ActorRefs.NoSender));
        queue.CleanUp(ActorRefs.Nobody, dead);
        Assert.False(queue.HasMessages);
        Assert.True(dead.TryDequeue(out var envelope));
        Assert.Equal("late", envelope.Message);
    }

    [Fact]
    public void Should_be_the_mailbox_of_actors_that_name_it()
    {
        var actor = (RepointableActorRef)Sys.ActorOf(Props.Create(() => new Counting(1, TestActor)).WithMailbox(LeanMailbox.Id));
        actor.Tell(0);
        ExpectMsg<int>();
        Assert.IsType<LeanMessageQueue>(((ActorCell)actor.Underlying).Mailbox!.MessageQueue);
    }

    private sealed class Counting(int all, IActorRef done) : UntypedActor
    {
        private int _count;

        protected override void OnReceive(object message)
        {
            if (++_count == all)
                done.Tell(_count);
        }
    }

    private sealed class Stashing(IActorRef target) : UntypedActor, IWithUnboundedStash
    {
        public IStash Stash { get; set; } = null!;

        protected override void OnReceive(object message)
        {
            if (message is "open")
            {
                Stash.UnstashAll();
                Become(target.Tell);
            }
            else
            {
                Stash.Stash();
            }
        }
    }
}
