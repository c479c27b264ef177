using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Clustering;
using AkkaRealtime.EventLoops;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.EventLoops;

public sealed class EventLoopDispatcherSpecs : TestKit
{
    private readonly EventLoopGroup _loops;

    public EventLoopDispatcherSpecs()
        : this(new EventLoopGroup(NullLogger.Instance))
    {
    }

    private EventLoopDispatcherSpecs(EventLoopGroup loops)
        : base(ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(Config), new EventLoopSetup(loops))) => _loops = loops;

    private static Config Config => ConfigurationFactory.ParseString(LeanActor.Config).WithFallback(Patient.Config);

    [Fact]
    public async Task Should_run_an_actor_in_the_same_loop_each_time_it_is_told_something_from_elsewhere()
    {
        var actor = Sys.ActorOf(LeanActor.Of(() => new TellsWhere()));
        var loops = new HashSet<EventLoop?>();
        for (var i = 0; i < 20; i++)
            loops.Add((await actor.Ask<Where>(0, Patient.Wait)).Loop);

        Assert.Same(_loops, Assert.Single(loops)?.Group);
    }

    [Fact]
    public async Task Should_run_an_actor_in_the_loop_of_the_one_that_told_it_something()
    {
        var second = Sys.ActorOf(LeanActor.Of(() => new TellsWhere()));
        for (var i = 0; i < 8; i++)
        {
            var passes = Sys.ActorOf(LeanActor.Of(() => new PassesOn(second)));
            var own = (await passes.Ask<Where>("where", Patient.Wait)).Loop;

            // An actor that is just running goes on where it is.
            for (var loop = 0; loop < Environment.ProcessorCount; loop++)
                await Work.InLoopAsync(_loops.Next(), () => 0);
            passes.Tell("on", TestActor);

            Assert.Equal(own, (await ExpectMsgAsync<Where>()).Loop);
        }
    }

    [Fact]
    public async Task Should_keep_the_order_of_each_teller()
    {
        const int tellers = 4, each = 5_000;
        var actor = Sys.ActorOf(LeanActor.Of(() => new ChecksOrder(tellers * each, TestActor)));
        await Task.WhenAll(Enumerable.Range(0, tellers).Select(teller => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                actor.Tell((teller, i));
        })));

        Assert.Equal("in order", await ExpectMsgAsync<string>());
    }

    [Fact]
    public async Task Should_run_actors_on_the_thread_pool_where_there_are_no_loops()
    {
        using var system = ActorSystem.Create("poolless", Config);
        var where = await system.ActorOf(LeanActor.Of(() => new TellsWhere())).Ask<Where>(0, Patient.Wait);
        await system.Terminate();

        Assert.Null(where.Loop);
    }

    protected override void AfterAll()
    {
        base.AfterAll();
        _loops.Dispose();
    }

    private sealed record Where(EventLoop? Loop);

    private sealed class TellsWhere : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(new Where(EventLoop.Current));
    }

    private sealed class PassesOn(IActorRef to) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "on")
                to.Forward(message);
            else
                Sender.Tell(new Where(EventLoop.Current));
        }
    }

    private sealed class ChecksOrder(int all, IActorRef told) : UntypedActor
    {
        private readonly Dictionary<int, int> _last = [];
        private int _count;
        private bool _wrong;

        protected override void OnReceive(object message)
        {
            var (teller, number) = ((int, int))message;
            _wrong |= number != _last.GetValueOrDefault(teller, -1) + 1;
            _last[teller] = number;
            if (++_count == all)
                told.Tell(_wrong ? "out of order" : "in order");
        }
    }
}
