using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomActorAdminSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    private static readonly UserId Bot = new("bot");

    [Fact]
    public void Should_store_and_publish_a_message_of_the_operator_like_any_other()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(new AdminRequest(Id, Bot, new ChatSendRequest(Id, "k", "hello")), Connection);

        var entry = StoreNext();

        var message = Assert.IsType<ChatMessage>(Assert.Single(entry.Events));
        Assert.Equal((Bot, "hello"), (message.By, message.Text));
        Assert.Equal(new AdminAnswer(Id, null, 3, message.Id, message.At), Connection.ExpectMsg<AdminAnswer>());
        Assert.Equal("chat.message", Parse(Assert.Single(ExpectBroadcast()).Envelope).Type);
    }

    [Fact]
    public void Should_answer_a_key_that_the_operator_sends_again_with_the_first_message()
    {
        var room = StartStored();
        room.Tell(new AdminRequest(Id, Bot, new ChatSendRequest(Id, "k", "hello")), Connection);
        var entry = ExpectEntry();
        var first = (ChatMessage)entry.Events[0] with { Seq = 2 };
        room.Tell(new EventsAppended(Id, 2, [ProbeJournal.Stored(first, duplicate: true)]));

        Assert.Equal(new AdminAnswer(Id, null, 2, first.Id, first.At, Duplicate: true), Connection.ExpectMsg<AdminAnswer>());
    }

    [Fact]
    public void Should_tell_the_operator_that_there_is_no_such_room()
    {
        Start().Tell(new AdminRequest(Id, Bot, new ChatSendRequest(Id, "k", "hello")), Connection);

        Assert.Equal(ErrorCode.NotFound, Connection.ExpectMsg<AdminAnswer>().Error!.Code);
    }

    [Fact]
    public void Should_pass_ownership_on_when_the_operator_takes_the_last_owner_out()
    {
        var room = StartStored();
        room.Tell(new AdminRequest(Id, Bot, new ChatRemoveRequest(Id, [Alice])), Connection);

        var events = StoreNext().Events;

        Assert.Equal("owner", Assert.IsType<ChatUpdated>(events[0]).Roles![Bob]);
        Assert.Equal(Alice, Assert.IsType<ChatLeft>(events[1]).User);
        Assert.Equal((null, 4L), (Connection.ExpectMsg<AdminAnswer>() is var answer ? answer.Error : null, answer.Seq));
    }

    [Fact]
    public void Should_record_an_erasure_as_leaving_and_as_word_to_clients()
    {
        var room = StartStored();
        room.Tell(new RecordErasure(Id, Bob, Said: true), Connection);

        var events = StoreNext().Events;

        Assert.Equal(["chat.left", "chat.erased"], events.Select(e => e.Type));
        Assert.Equal(Bob, Assert.IsType<ChatErased>(events[1]).User);
        Assert.Equal(4, Connection.ExpectMsg<AdminAnswer>().Seq);
        room.Tell(new RecordErasure(Id, Bob, Said: false), Connection);
        Assert.Equal(4, Connection.ExpectMsg<AdminAnswer>().Seq);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_keep_the_two_users_of_a_direct_room_at_an_erasure()
    {
        var room = StartStored("direct");
        room.Tell(new RecordErasure(Id, Bob, Said: true), Connection);

        Assert.Equal(["chat.erased"], StoreNext().Events.Select(e => e.Type));
    }

    [Fact]
    public void Should_let_nothing_be_decided_while_events_are_rewritten()
    {
        var room = StartStored(head: 9);
        room.Tell(new ExpireRoom(Id, Noon), Other);
        var expire = JournalProbe.ExpectMsg<ExpireEvents>();
        room.Tell(Send(Alice, "k1"), Connection);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        room.Tell(new EventsExpired(Id, 7, 3, More: true));

        Assert.Equal((Id, Noon), (expire.Room, expire.Before));
        Assert.Equal(new RoomRewritten(Id, true, 7, 3, true), Other.ExpectMsg<RoomRewritten>());
        Assert.Equal(9, ExpectEntry().After);
    }

    [Fact]
    public void Should_let_a_batch_be_stored_before_events_are_rewritten()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        var entry = ExpectEntry();
        room.Tell(new RedactInRoom(Id, Alice, [3]), Other);
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Memory.Commit(entry);

        Assert.Equal([3], JournalProbe.ExpectMsg<RedactEvents>().Seqs);
        room.Tell(new EventsRedacted(Id, 1));
        Assert.Equal(new RoomRewritten(Id, true, Emptied: 1), Other.ExpectMsg<RoomRewritten>());
    }

    [Fact]
    public void Should_tell_who_is_there_what_expired_without_an_event_of_the_log()
    {
        var room = StartStored(head: 9);
        Follow(room, 9);
        room.Tell(new ExpireRoom(Id, Noon), Other);
        JournalProbe.ExpectMsg<ExpireEvents>();

        room.Tell(new EventsExpired(Id, 7, 3, More: false));

        var publication = Assert.Single(ExpectBroadcast());
        Assert.True(publication.IsVolatile);
        var (type, data) = Parse(publication.Envelope);
        Assert.Equal(("chat.expired", 7L), (type, data.GetProperty("upTo").GetInt64()));
    }

    [Fact]
    public void Should_say_that_nothing_was_rewritten_where_the_store_refused()
    {
        var room = StartStored();
        room.Tell(new ExpireRoom(Id, Noon), Other);
        room.Tell(new SaveFailed(JournalProbe.ExpectMsg<ExpireEvents>()));
        Assert.False(Other.ExpectMsg<RoomRewritten>().Done);
        Journal.Full = true;
        room.Tell(new ExpireRoom(Id, Noon), Other);
        Assert.False(Other.ExpectMsg<RoomRewritten>().Done);
        Journal.Full = false;
        room.Tell(Send(Alice, "k1"), Connection);
        StoreNext();
        Assert.Equal("chat.sent", Expect(Connection).Type);
    }
}
