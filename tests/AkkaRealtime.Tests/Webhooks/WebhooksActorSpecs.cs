using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Reports.Memory;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Scouting;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Delivery;
using AkkaRealtime.Webhooks.Owner;
using AkkaRealtime.Webhooks.Store;
using AkkaRealtime.Webhooks.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Webhooks;

/// <summary>Who sends which webhook, and who tells what has moved.</summary>
public sealed class WebhooksActorSpecs : VirtualTimeSpec
{
    private static readonly Webhook Hook = new("wh_1", "https://example.com", DateTimeOffset.UnixEpoch) { Types = ["*"], Revision = 1 };
    private readonly SpecStore _store = new();
    private readonly MemoryWebhookStore _webhooks;
    private readonly TestProbe _followed;

    public WebhooksActorSpecs(ITestOutputHelper output)
        : base(output)
    {
        _webhooks = new MemoryWebhookStore(_store.Engine);
        _followed = CreateTestProbe();
    }

    [Fact]
    public void Should_claim_what_is_enabled_and_have_it_followed()
    {
        Save(Hook);
        Save(Hook with { Id = "wh_2", IsEnabled = false });
        Start();

        this.Until(() => Revision("wh_1") != 1);
        Assert.Equal(1, Revision("wh_2"));
        _followed.ExpectMsg<FollowStreams>();
    }

    [Fact]
    public void Should_begin_when_a_webhook_is_enabled()
    {
        var owner = Start();
        Advance(WebhooksActor.Tick);
        Save(Hook with { IsEnabled = false });
        owner.Tell(new LookAtWebhooks("spec"));
        Save(Hook with { Revision = 5 });
        owner.Tell(new LookAtWebhooks("spec"));
        _followed.ExpectMsg<FollowStreams>();
        this.Until(() => Revision("wh_1") != 5);
    }

    [Fact]
    public async Task Should_begin_anew_where_a_webhook_was_changed_and_leave_the_others()
    {
        Save(Hook);
        Save(Hook with { Id = "wh_2" });
        var owner = Start();
        this.Until(() => Revision("wh_1") != 1 && Revision("wh_2") != 1);
        var other = Revision("wh_2");

        Save(Hook with { Url = "https://elsewhere.example.com", Revision = 7 });
        owner.Tell(new LookAtWebhooks("spec"));

        this.Until(() => Revision("wh_1") is not 7);
        Assert.Equal("https://elsewhere.example.com", (await _webhooks.ListAsync(default)).Single(w => w.Id == "wh_1").Url);
        owner.Tell(new LookAtWebhooks("spec"));
        Advance(WebhooksActor.Tick);
        _followed.ExpectMsg<FollowStreams>();
        Assert.Equal(other, Revision("wh_2"));
    }

    [Fact]
    public void Should_be_told_what_a_node_commits_while_it_wants_to_know()
    {
        var (owner, mediator) = (CreateTestProbe(), CreateTestProbe());
        var scout = new WebhookScout(Time);
        var teller = Sys.ActorOf(Props.Create(() => new WebhookScoutActor(scout, owner, mediator)));
        mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Subscribe>();
        owner.ExpectMsg<LookAtWebhooks>();
        EventsAppended one = new(new RoomId("one"), 2, []);
        Saved report = new(new SaveReport(ActorRefs.Nobody, new Report("r1", new RoomId("one"), new MessageId("m1"), new UserId("bob"), new UserId("alice"), DateTimeOffset.UnixEpoch, null)));
        Saved user = new(new SaveUser(ActorRefs.Nobody, new UserId("alice"), "Alice", null, default) { Event = UserEvent.Online });

        scout.Committed([one]);
        Assert.Empty(scout.Take());

        scout.Follow();
        scout.Committed([one, one, user, report, new Saved(new SaveUser(ActorRefs.Nobody, new UserId("bob"), "Bob", null, default)), new EventsRefused(new RoomId("other"), AppendRefusal.Superseded)]);
        this.Until(() =>
        {
            Advance(TimeSpan.FromMilliseconds(20));
            return owner.HasMessages;
        });
        Assert.Equal(["one", StreamPosition.Of(new UserId("alice")), StreamPosition.Reports], owner.ExpectMsg<StreamsMoved>().Streams);

        Advance(ScoutLease.Time + TimeSpan.FromSeconds(1));
        scout.Committed([one]);
        Assert.Empty(scout.Take());
        teller.Tell(FollowStreams.Instance);
        this.Until(() =>
        {
            scout.Committed([one]);
            return scout.Take().Count == 1;
        });
    }

    private IActorRef Start()
    {
        var turn = new WebhookTurn(
            _webhooks, new WebhookEvents(_store.Engine, new MemoryUserEventLog(_store.Engine), new MemoryReportStore(_store.Engine)), new ScriptedReceiver(), new WebhookOptions(), Time, TestMetrics.Instance.Webhooks);
        var services = new WebhookServices(_webhooks, _store, turn, new WebhookOptions(), new WebhookLags(Time), Time, NullLogger.Instance);
        return Sys.ActorOf(WebhooksActor.Props(services, _followed.Tell));
    }

    private void Save(Webhook webhook) => _store.Commit(new SaveWebhook(ActorRefs.Nobody, webhook, WebhookStart.All));

    private long Revision(string id) => _webhooks.ListAsync(default).Result.Single(w => w.Id == id).Revision;
}
