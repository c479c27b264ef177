using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using AkkaRealtime.Clustering;
using AkkaRealtime.Clustering.Owners;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering.Owners;

public sealed class OwnerWatchSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private const int Shards = 100;
    private static readonly Caller Alice = new(new("alice"), "Alice", new("phone"), new("s1"));
    private readonly OwnerWatch _watch = new();
    private readonly AwaitedReplies _replies = new();

    [Fact]
    public async Task Should_watch_only_while_there_are_other_nodes()
    {
        Watch();
        Assert.False(_watch.Watches);
        var other = await StartAnotherAsync();
        await this.UntilAsync(() => _watch.Watches);
        await Cluster.Get(other).LeaveAsync();
        await this.UntilAsync(() => !_watch.Watches);
    }

    [Fact]
    public async Task Should_answer_what_an_owner_on_a_lost_node_can_t_and_refuse_at_once_from_then_on()
    {
        var other = await StartAnotherAsync();
        var region = Start(Sys);
        Start(other);
        Watch();
        await this.UntilAsync(() => _watch.Watches);

        var owners = _watch.Region("owners", Shards);
        var (id, request) = (await OwnedByAsync(region, Cluster.Get(other).SelfAddress), new ClientRequest(Alice, "r1", new Question()) { Replies = _replies });
        Assert.False(owners.IsAway(id));
        ((ExtendedActorSystem)other).Abort();
        Assert.True(_watch.TryExpect(owners, id, request, TestActor));
        Assert.Equal("r1", (await ExpectMsgAsync<OwnerAway>(Patient.Wait)).Key);
        Assert.False(_watch.TryExpect(owners, id, request with { Ref = "r2" }, TestActor));
        Assert.Equal("r2", (await ExpectMsgAsync<OwnerAway>(Patient.Wait)).Key);
        Assert.False(_replies.Take(EnvelopeWriter.Error(RequestError.Failed, "r1")));
    }

    [Fact]
    public async Task Should_answer_requests_that_died_in_a_mailbox()
    {
        Watch();
        var dead = Sys.ActorOf(Props.Create(() => new Echo()));
        await dead.GracefulStop(Patient.Wait);
        await this.EventuallyAsync(async () =>
        {
            dead.Tell(new Died("r1"), TestActor);
            Assert.Contains("\"ref\":\"r1\",\"code\":\"unavailable\"", (await ExpectMsgAsync<EncodedEnvelope>(TimeSpan.FromSeconds(1))).ToString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Should_find_shards_as_akka_does()
    {
        var akka = HashCodeMessageExtractor.Create(Shards, _ => null);
        var ours = new EntityExtractor<Died>(Shards, d => d.Ref!);
        foreach (var id in Enumerable.Range(0, 200).Select(i => $"id{i}"))
            Assert.Equal(akka.ShardId(id), ours.ShardId(id));
        Assert.Equal("42", ours.ShardId(OwnerRegion.IdOf(42)));
    }

    // Until one falls to that node.
    private async Task<string> OwnedByAsync(IActorRef region, Address node)
    {
        for (var i = 0; ; i++)
        {
            region.Tell(new Interest(new Topic(TopicKind.Room, $"o{i}"), 0), TestActor);
            await ExpectMsgAsync<Reached>(Patient.Wait);
            if (LastSender.Path.Address == node)
                return $"o{i}";
        }
    }

    [Fact]
    public async Task Should_go_on_watching_for_a_while_when_the_last_of_the_others_is_gone()
    {
        var gone = CreateTestProbe();
        var watch = Watch(TimeSpan.FromMinutes(1));
        var other = await StartAnotherAsync();
        await this.UntilAsync(() => _watch.Watches);
        Cluster.Subscribe(gone, typeof(ClusterEvent.MemberRemoved));
        await Cluster.Get(other).LeaveAsync();
        await gone.FishForMessageAsync(m => m is ClusterEvent.MemberRemoved, Patient.Wait);

        // The watch has heard of it first.
        watch.Tell(new Identify(null), gone);
        await gone.FishForMessageAsync(m => m is ActorIdentity, Patient.Wait);
        Assert.True(_watch.Watches);
    }

    private IActorRef Watch(TimeSpan? aloneAfter = null) =>
        Sys.ActorOf(Props.Create(() => new OwnerWatchActor(_watch, aloneAfter ?? TimeSpan.FromMilliseconds(100))));

    private static IActorRef Start(ActorSystem node) => ClusterSharding.Get(node).Start(
        "owners",
        id => OwnerRegion.IsShard(id) ? ShardItself.Props : Props.Create(() => new Owner()),
        ClusterShardingSettings.Create(node),
        new EntityExtractor<Died>(Shards, d => d.Ref!));

    private sealed record Died(string? Ref) : IAnswered;

    private sealed record Question : IRequest
    {
        public RequestError? Validate() => null;
    }

    private sealed class Owner : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(new Reached("owners", 0));
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }
}
