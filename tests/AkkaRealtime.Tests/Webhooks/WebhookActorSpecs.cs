using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Reports.Memory;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Delivery;
using AkkaRealtime.Webhooks.Owner;
using AkkaRealtime.Webhooks.Store;
using AkkaRealtime.Webhooks.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Webhooks;

public sealed class WebhookActorSpecs : VirtualTimeSpec
{
    private static readonly UserId Alice = new("alice");
    private static readonly RoomId One = new("one");
    private static readonly RoomId Other = new("other");

    private readonly SpecStore _store = new();
    private readonly ScriptedReceiver _receiver = new();
    private readonly WebhookOptions _options = new();
    private readonly MemoryWebhookStore _webhooks;
    private Webhook _webhook = new("wh_1", "https://example.com", DateTimeOffset.UnixEpoch) { Types = ["chat.message", "user.*"], Revision = 1 };

    public WebhookActorSpecs(ITestOutputHelper output)
        : base(output)
    {
        _webhooks = new MemoryWebhookStore(_store.Engine);
        _store.MakeRoom(One, RoomKinds.Group, Alice);
        _store.MakeRoom(Other, RoomKinds.Group, Alice);
    }

    [Fact]
    public void Should_send_what_was_committed_since_in_order_and_keep_how_far_it_has_got()
    {
        var actor = Start();
        Post(One, 3);
        actor.Tell(new StreamsMoved([One.Value]));

        this.Until(() => Position(One) == 4);
        Assert.Equal(["one_2", "one_3", "one_4"], _receiver.Sent);
    }

    [Fact]
    public void Should_find_by_itself_what_it_was_not_told_of()
    {
        Start();
        Post(One, 1);
        AdvanceUntil(() => Position(One) == 2);
        Assert.Equal(["one_2"], _receiver.Sent);
    }

    [Fact]
    public void Should_pass_over_what_the_webhook_does_not_want()
    {
        _webhook = _webhook with { Types = ["poll.*"] };
        var actor = Start();
        Post(One, 2);
        actor.Tell(new StreamsMoved([One.Value]));
        AdvanceUntil(() => Position(One) == 3);
        Assert.Empty(_receiver.Sent);
    }

    [Fact]
    public void Should_hold_a_room_at_the_event_that_fails_and_let_others_go_on()
    {
        _receiver.Answer = e => e.Id == "one_2" ? new Delivery("500", "500") : Delivery.Accepted;
        var actor = Start();
        Post(One, 2);
        Post(Other, 2);
        actor.Tell(new StreamsMoved([One.Value, Other.Value]));

        AdvanceUntil(() => Position(Other) == 3 && Stream(One).Attempts >= 2);
        Assert.DoesNotContain("one_3", _receiver.Sent);
        Assert.Equal((1, "500"), (Stream(One).Position, Stream(One).Error));

        _receiver.Answer = _ => Delivery.Accepted;
        AdvanceUntil(() => Position(One) == 3);
        Assert.Equal(["one_2", "one_3"], _receiver.Sent.Where(id => id.StartsWith("one", StringComparison.Ordinal)).TakeLast(2));
        Assert.Null(Stream(One).FailingSince);
    }

    [Fact]
    public async Task Should_give_an_event_up_when_its_time_is_over_and_go_on_with_the_next()
    {
        _options.RetryHours = 1;
        _receiver.Answer = e => e.Id == "one_2" ? new Delivery("400", "400") : Delivery.Accepted;
        var actor = Start();
        Post(One, 2);
        actor.Tell(new StreamsMoved([One.Value]));

        AdvanceUntil(() => Position(One) == 3, TimeSpan.FromMinutes(1));
        var letter = Assert.Single(await _webhooks.DeadLettersAsync(_webhook.Id, 0, 10, default));
        Assert.Equal((One.Value, 2, "chat.message", "400"), (letter.Stream, letter.Position, letter.Type, letter.Error));
        Assert.True(letter.Attempts > 3);
        Assert.Equal("one_3", _receiver.Sent[^1]);
    }

    [Fact]
    public void Should_try_one_at_a_time_while_nothing_is_accepted_and_all_at_once_again_when_something_is()
    {
        var rooms = Enumerable.Range(0, 20).Select(i => new RoomId($"room{i}")).ToList();
        foreach (var room in rooms)
            _store.MakeRoom(room, RoomKinds.Group, Alice);
        _receiver.Answer = _ => new Delivery("503", "503");
        var actor = Start();
        foreach (var room in rooms)
            Post(room, 1);
        actor.Tell(new StreamsMoved([.. rooms.Select(r => r.Value)]));
        AdvanceUntil(() => _receiver.Sent.Count >= 20, TimeSpan.FromSeconds(10));

        // Ten minutes of an outage: a minute apart at most, and no more than one at a time.
        var before = _receiver.Sent.Count;
        for (var i = 0; i < 600; i++)
            Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(_receiver.Sent.Count - before, 0, 30);

        _receiver.Answer = _ => Delivery.Accepted;
        AdvanceUntil(() => rooms.All(r => Position(r) == 2), TimeSpan.FromSeconds(1));
        Assert.True(_receiver.MostAtOnce <= _options.Concurrency);
    }

    [Fact]
    public void Should_go_on_from_what_was_kept_where_another_was_before()
    {
        var first = Start();
        Post(One, 1);
        first.Tell(new StreamsMoved([One.Value]));
        this.Until(() => Position(One) == 2);
        Watch(first);
        Sys.Stop(first);
        ExpectTerminated(first);
        Post(One, 1);

        Claim();
        this.Until(() => Position(One) == 3);
        Assert.Equal(["one_2", "one_3"], _receiver.Sent);
    }

    [Fact]
    public async Task Should_store_nothing_once_another_has_claimed_it()
    {
        var past = Start();
        _store.Commit(new ClaimWebhook(ActorRefs.Nobody, _webhook.Id, (await _webhooks.ListAsync(default))[0].Revision, 99));
        Post(One, 1);
        past.Tell(new StreamsMoved([One.Value]));
        this.Until(() => _receiver.Sent.Count == 1 && _store.Saved<SaveWebhookProgress>().Count > 0);
        Assert.Equal(1, Position(One));
    }

    [Fact]
    public async Task Should_be_disabled_where_the_receiver_is_gone()
    {
        _receiver.Answer = _ => new Delivery("410", "410", IsGone: true);
        var actor = Watch(Start());
        Post(One, 1);
        actor.Tell(new StreamsMoved([One.Value]));
        ExpectTerminated(actor);
        var webhook = Assert.Single(await _webhooks.ListAsync(default));
        Assert.False(webhook.IsEnabled);
        Assert.NotNull(webhook.DisabledBecause);
        Assert.Equal(1, Position(One));
    }

    [Fact]
    public void Should_go_on_after_the_store_was_away()
    {
        var actor = Start();
        Post(One, 1);
        _store.Gate = Task.FromException(new StoreUnavailableException("away"));
        actor.Tell(new StreamsMoved([One.Value]));
        Advance(WebhookActor.Tick);
        _store.Gate = Task.CompletedTask;
        AdvanceUntil(() => Position(One) == 2);
        Assert.Equal(["one_2"], _receiver.Sent);
    }

    [Fact]
    public void Should_tell_who_comes_and_goes()
    {
        var actor = Start();
        _store.Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice", null, ReadOnlyMemory<byte>.Empty) { At = Time.GetUtcNow(), Event = UserEvent.Online });
        actor.Tell(new StreamsMoved([StreamPosition.Of(Alice)]));
        this.Until(() => _receiver.Sent.Count == 1);
        Assert.Equal(["user_1"], _receiver.Sent);
    }

    [Fact]
    public void Should_tell_what_is_reported_also_where_it_was_not_told_that_there_is_something()
    {
        _webhook = _webhook with { Types = ["chat.reported"] };
        var actor = Start();
        Report("r1", One);
        actor.Tell(new StreamsMoved([StreamPosition.Reports]));
        this.Until(() => _receiver.Sent.Count == 1);

        Report("r2", Other);
        AdvanceUntil(() => _receiver.Sent.Count == 2);
        Assert.Equal(["report_1", "report_2"], _receiver.Sent);
    }

    [Fact]
    public void Should_tell_of_reports_about_its_rooms_alone_where_it_names_some()
    {
        _webhook = _webhook with { Types = ["chat.reported"], Rooms = [Other] };
        var actor = Start();
        Report("r1", One);
        Report("r2", Other);
        actor.Tell(new StreamsMoved([StreamPosition.Reports]));

        AdvanceUntil(() => _webhooks.StreamAsync(_webhook.Id, StreamPosition.Reports, default).Result.Position == 2);
        Assert.Equal(["report_2"], _receiver.Sent);
    }

    [Fact]
    public async Task Should_try_a_report_again_and_give_it_up_in_its_time()
    {
        _options.RetryHours = 1;
        _webhook = _webhook with { Types = ["chat.*"] };
        _receiver.Answer = e => e.Id == "report_1" ? new Delivery("500", "500") : Delivery.Accepted;
        var actor = Start();
        Report("r1", One);
        Report("r2", One);
        actor.Tell(new StreamsMoved([StreamPosition.Reports]));

        AdvanceUntil(() => _webhooks.StreamAsync(_webhook.Id, StreamPosition.Reports, default).Result.Position == 2, TimeSpan.FromMinutes(1));
        var letter = Assert.Single(await _webhooks.DeadLettersAsync(_webhook.Id, 0, 10, default));
        Assert.Equal((StreamPosition.Reports, 1, "chat.reported"), (letter.Stream, letter.Position, letter.Type));
        Assert.True(letter.Attempts > 3);
        Assert.Equal("report_2", _receiver.Sent[^1]);
    }

    private IActorRef Start()
    {
        _store.Commit(new SaveWebhook(ActorRefs.Nobody, _webhook, WebhookStart.All));
        return Claim();
    }

    private IActorRef Claim()
    {
        var read = _webhooks.ListAsync(default).Result[0];
        var turn = new WebhookTurn(_webhooks, new WebhookEvents(_store.Engine, new AkkaRealtime.Routing.Users.Store.Memory.MemoryUserEventLog(_store.Engine), new MemoryReportStore(_store.Engine)), _receiver, _options, Time, TestMetrics.Instance.Webhooks);
        var services = new WebhookServices(_webhooks, _store, turn, _options, new WebhookLags(Time), Time, NullLogger.Instance);
        var revision = StateTag.After(read.Revision).Tag;
        var actor = Sys.ActorOf(WebhookActor.Props(read, revision, services));
        this.Until(() => _webhooks.ListAsync(default).Result[0].Revision == revision);
        return actor;
    }

    private void AdvanceUntil(Func<bool> condition, TimeSpan? step = null) => this.Until(() =>
    {
        if (condition())
            return true;
        Advance(step ?? WebhookActor.Tick);
        return condition();
    });

    private StreamPosition Stream(RoomId room) => _webhooks.StreamAsync(_webhook.Id, room.Value, default).Result;

    private long Position(RoomId room) => Stream(room).Position;

    private void Report(string id, RoomId room) =>
        _store.Commit(new SaveReport(ActorRefs.Nobody, new Report(id, room, new MessageId(id), new UserId("mallory"), Alice, Time.GetUtcNow(), null)));

    private void Post(RoomId room, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var head = _store.Engine.Find(room)!.Head;
            var id = MessageId.New(Time.GetUtcNow());
            var message = new ChatMessage(id, id.Value, "hello") { Room = room, At = Time.GetUtcNow(), By = Alice };
            _store.Commit(new AppendEvents(ActorRefs.Nobody, room, head, [message]));
        }
    }
}
