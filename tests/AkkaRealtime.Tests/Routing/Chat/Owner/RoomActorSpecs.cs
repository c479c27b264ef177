using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_reply_only_after_the_message_is_stored()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        var entry = ExpectEntry();
        Connection.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Memory.Commit(entry);

        var message = Assert.IsType<ChatMessage>(entry.Events[0]);
        ExpectReply(Connection, $$$"""{"type":"chat.sent","data":{"ref":"1","room":"room-1","seq":3,"id":"{{{message.Id}}}","key":"k1","at":"2026-01-01T00:00:00.000Z","duplicate":false}}""");
    }

    [Fact]
    public void Should_measure_how_long_a_message_waited_for_its_answer()
    {
        using var meters = new TestMeters();
        Metrics = new RealtimeMetrics(meters);
        using var seconds = new Measured<double>(Metrics.AckSeconds);
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        var entry = ExpectEntry();
        Time.Advance(TimeSpan.FromMilliseconds(30));
        Memory.Commit(entry);
        Connection.ExpectMsg<EncodedEnvelope>();
        Settle(room);
        Assert.Equal([(0.03, "")], seconds.Values);
    }

    [Fact]
    public void Should_publish_only_after_the_message_is_stored()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Send(Alice, "k1"), Connection);
        var entry = ExpectEntry();
        Assert.IsType<RenewInterest>(Router.ExpectMsg<object>());
        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Memory.Commit(entry);

        var publication = Assert.Single(ExpectBroadcast());
        Assert.Equal((Topic.Of(Id), 3L), (publication.Topic, publication.Seq));
        Assert.Equal("chat.message", Parse(publication.Envelope).Type);
    }

    [Fact]
    public void Should_answer_a_repeated_key_with_the_first_message_and_publish_nothing()
    {
        var room = StartStored(head: 5);
        Follow(room, 5);
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();
        var first = new ChatMessage(new("m-first"), "k1", "hi") { Room = Id, Seq = 4, At = Noon, By = Alice };
        room.Tell(new EventsAppended(Id, 5, [ProbeJournal.Stored(first, duplicate: true)]));

        ExpectReply(Connection, """{"type":"chat.sent","data":{"ref":"1","room":"room-1","seq":4,"id":"m-first","key":"k1","at":"2026-11-23T12:00:00.000Z","duplicate":true}}""");
        Router.ExpectMsg<RenewInterest>();
        Router.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_store_all_that_waits_in_its_mailbox_as_one_batch()
    {
        var room = StartStored();
        Settle(room);
        TellTogether(room, Connection, Send(Alice, "k1"), Send(Alice, "k2"), Send(Alice, "k3"));

        Assert.Equal("k1 k2 k3", string.Join(' ', ExpectEntry().Events.Cast<ChatMessage>().Select(m => m.Key)));
    }

    [Fact]
    public void Should_gather_what_comes_while_a_batch_is_stored_into_the_next_one_in_order()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        var first = ExpectEntry();
        room.Tell(Send(Bob, "k2"), Other);
        room.Tell(Send(Alice, "k3"), Connection);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Memory.Commit(first);

        var second = ExpectEntry();
        Assert.Equal((3L, "k2 k3"), (second.After, string.Join(' ', second.Events.Cast<ChatMessage>().Select(m => m.Key))));
        Memory.Commit(second);
        Assert.Equal(4, Expect(Other).Data.GetProperty("seq").GetInt64());
        Assert.Equal([3L, 5L], new[] { Expect(Connection), Expect(Connection) }.Select(r => r.Data.GetProperty("seq").GetInt64()));
    }

    [Fact]
    public void Should_store_a_key_once_that_two_requests_of_a_batch_carry()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k0"), Connection);
        var blocking = ExpectEntry();
        room.Tell(Send(Alice, "k1", @ref: "a"), Connection);
        room.Tell(Send(Alice, "k1", @ref: "b"), Other);
        Memory.Commit(blocking);

        Assert.Single(StoreNext().Events);

        Expect(Connection);
        Assert.Equal((4L, false), Sent(Expect(Connection).Data));
        Assert.Equal((4L, true), Sent(Expect(Other).Data));
    }

    [Fact]
    public void Should_load_the_room_before_it_answers_anybody()
    {
        Store.Gate = new TaskCompletionSource();
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        room.Tell(Send(Alice, "k2"), Connection);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Store.Gate.SetResult();

        Assert.Equal(["k1", "k2"], ExpectEntry().Events.Cast<ChatMessage>().Select(m => m.Key));
    }

    [Theory]
    [InlineData(AppendRefusal.Unavailable)]
    [InlineData(AppendRefusal.Superseded)]
    public void Should_say_unavailable_and_load_anew_when_the_store_refuses(AppendRefusal reason)
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();
        Memory.FillUp(7);

        room.Tell(new EventsRefused(Id, reason));

        var (type, data) = Expect(Connection);
        Assert.Equal(("error", "unavailable", "1"), (type, data.GetProperty("code").GetString(), data.GetProperty("ref").GetString()));
        Assert.True(data.GetProperty("retryAfterMs").GetInt32() > 0);
        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal(7, ExpectEntry().After);
    }

    [Fact]
    public void Should_say_internal_where_the_event_itself_cannot_be_stored()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        ExpectEntry();

        room.Tell(new EventsRefused(Id, AppendRefusal.Failed));

        var (type, data) = Expect(Connection);
        Assert.Equal(("error", "internal", "1"), (type, data.GetProperty("code").GetString(), data.GetProperty("ref").GetString()));
        Assert.False(data.TryGetProperty("retryAfterMs", out _));
        room.Tell(Send(Alice, "k2"), Connection);
        Assert.Equal(2, ExpectEntry().After);
    }

    [Fact]
    public void Should_store_apart_what_cannot_be_stored_together()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        var first = ExpectEntry();
        foreach (var key in (string[])["k2", "bad", "k3"])
            room.Tell(Send(Alice, key, @ref: key), Connection);
        Memory.Commit(first);
        Assert.Equal("chat.sent", Expect(Connection).Type);
        Assert.Equal(["k2", "bad", "k3"], Keys(ExpectEntry()));

        room.Tell(new EventsRefused(Id, AppendRefusal.Failed));
        room.Tell(Send(Alice, "k4", @ref: "k4"), Connection);

        Assert.Equal(["k2"], Keys(StoreNext()));
        Assert.Equal(["bad"], Keys(ExpectEntry()));
        room.Tell(new EventsRefused(Id, AppendRefusal.Failed));
        Assert.Equal(["k3"], Keys(StoreNext()));
        Assert.Equal(["k4"], Keys(StoreNext()));
        Assert.Equal(
            [("chat.sent", "k2"), ("error", "bad"), ("chat.sent", "k3"), ("chat.sent", "k4")],
            Enumerable.Range(0, 4).Select(_ => Expect(Connection)).Select(e => (e.Type, e.Data.GetProperty("ref").GetString())));

        static IEnumerable<string> Keys(AppendEvents entry) => entry.Events.Cast<ChatMessage>().Select(m => m.Key);
    }

    [Fact]
    public void Should_say_unavailable_when_the_journal_is_full()
    {
        Journal.Full = true;
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal("unavailable", ExpectError(Connection));

        Journal.Full = false;
        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal(2, StoreNext().After);
        Assert.Equal("chat.sent", Expect(Connection).Type);
    }

    [Fact]
    public void Should_say_unavailable_while_the_store_is_down_and_go_on_when_it_is_back()
    {
        Store.Down = true;
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        Assert.Equal("unavailable", ExpectError(Connection));

        Store.Down = false;
        this.Eventually(() =>
        {
            room.Tell(Send(Alice, "k1"), Connection);
            ExpectEntry();
        });
    }

    [Fact]
    public void Should_refuse_what_comes_over_the_bound_of_waiting_commands()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k"), Connection);
        ExpectEntry();
        for (var i = 0; i <= RoomQueue.MaxWaiting; i++)
            room.Tell(Send(Bob, $"k{i}"), Other);

        Assert.Equal("unavailable", ExpectError(Other));
        Other.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_ignore_what_the_journal_says_to_an_owner_that_a_restart_ended()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        var entry = ExpectEntry();
        var foreign = new ChatMessage(new("m-other"), "other", "hi") { Room = Id, Seq = 3, At = Noon, By = Bob };

        room.Tell(new EventsAppended(Id, 3, [ProbeJournal.Stored(foreign)]));
        Connection.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Memory.Commit(entry);
        Assert.Equal("chat.sent", Expect(Connection).Type);
    }

    [Fact]
    public void Should_say_not_found_for_a_room_that_is_not_there()
    {
        Start().Tell(Send(Alice, "k1"), Connection);

        Assert.Equal("not-found", ExpectError(Connection));
    }

    [Fact]
    public void Should_say_not_found_to_who_is_no_member()
    {
        StartStored().Tell(Send(Carol, "k1"), Connection);

        Assert.Equal("not-found", ExpectError(Connection));
    }

    [Fact]
    public void Should_decide_a_request_on_top_of_those_before_it_in_the_batch()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k0"), Connection);
        var blocking = ExpectEntry();
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob])), Connection);
        room.Tell(Send(Bob, "k1"), Other);
        Memory.Commit(blocking);

        Assert.IsType<ChatLeft>(Assert.Single(ExpectEntry().Events));
        Assert.Equal("not-found", ExpectError(Other));
    }

    [Fact]
    public void Should_look_a_message_up_before_it_is_changed()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Say(MessageOfBob, Bob);
        var room = StartStored();
        room.Tell(Request(Bob, new ChatEditRequest(Id, MessageOfBob, "changed")), Connection);

        StoreNext();

        ExpectReply(Connection, """{"type":"chat.ok","data":{"ref":"1","room":"room-1","seq":4}}""");
    }

    [Fact]
    public void Should_not_change_a_message_that_is_deleted_in_the_same_batch()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Say(MessageOfBob, Bob);
        var room = StartStored();
        room.Tell(Send(Alice, "k0"), Connection);
        var blocking = ExpectEntry();
        room.Tell(Request(Alice, new ChatDeleteRequest(Id, MessageOfBob)), Connection);
        room.Tell(Request(Bob, new ChatEditRequest(Id, MessageOfBob, "changed")), Other);
        Memory.Commit(blocking);

        Assert.IsType<ChatDeleted>(Assert.Single(ExpectEntry().Events));
        Assert.Equal("conflict", ExpectError(Other));
    }

    [Fact]
    public void Should_answer_what_stands_as_asked_without_an_event()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Say(MessageOfBob, Bob);
        Memory.Add(new ChatPinned(MessageOfBob, true) { Room = Id, At = Noon, By = Alice });
        StartStored(head: 8).Tell(Request(Bob, new ChatPinRequest(Id, MessageOfBob, true)), Connection);

        ExpectReply(Connection, """{"type":"chat.ok","data":{"ref":"1","room":"room-1","seq":8}}""");
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_name_its_members_to_who_asks()
    {
        StartStored().Tell(new GetRoomMembers(Id, "t"), Connection);

        var members = Connection.ExpectMsg<RoomMembers>();
        Assert.Equal(("t", "group"), (members.Token, members.Kind));
        Assert.Equal([Alice, Bob], members.Users.Order(Comparer<UserId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
    }

    [Fact]
    public void Should_tell_the_one_who_was_invited_the_room_before_the_event()
    {
        var room = StartStored();
        room.Tell(Request(Alice, new ChatInviteRequest(Id, [Carol])), Connection);
        StoreNext();

        var entered = ExpectEntered()[0];
        Assert.Equal((Carol, 2L), (entered.User, entered.Follow.Head));
        Assert.Equal(
            """{"type":"chat.room","data":{"room":{"id":"room-1","kind":"group","name":"Name","topic":"","members":3,"role":"member","head":3,"read":3,"unread":0,"mentions":0}}}""",
            entered.Follow.First.ToString());
        var (type, data) = Expect(Connection);
        Assert.Equal(("chat.room", "1", "owner"), (type, data.GetProperty("ref").GetString(), data.GetProperty("room").GetProperty("role").GetString()));
    }

    [Fact]
    public void Should_store_nothing_more_until_the_invited_have_been_told()
    {
        var room = StartStored();
        room.Tell(Request(Alice, new ChatInviteRequest(Id, [Carol])), Connection);
        var entry = ExpectEntry();
        Store.Gate = new TaskCompletionSource();
        Memory.Commit(entry);
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Carol])), Connection);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Store.Gate.SetResult();

        Assert.Equal(Carol, ExpectEntered()[0].User);
        Assert.IsType<ChatLeft>(Assert.Single(ExpectEntry().Events));
    }

    [Fact]
    public void Should_take_who_was_removed_off_the_topic_with_their_last_event()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Request(Alice, new ChatRemoveRequest(Id, [Bob])), Connection);
        StoreNext();

        Assert.Equal(Bob, Assert.Single(ExpectBroadcast()).Leaves);
    }

    [Fact]
    public void Should_answer_a_leave_with_chat_left()
    {
        var room = StartStored();
        room.Tell(Request(Bob, new ChatLeaveRequest(Id)), Connection);
        StoreNext();

        ExpectReply(Connection, """{"type":"chat.left","data":{"ref":"1","room":"room-1"}}""");
    }

    private static (long Seq, bool Duplicate) Sent(System.Text.Json.JsonElement data) =>
        (data.GetProperty("seq").GetInt64(), data.GetProperty("duplicate").GetBoolean());
}
