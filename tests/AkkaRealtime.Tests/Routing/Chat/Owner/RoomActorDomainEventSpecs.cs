using System.Text;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>Events of the host's own go the same way as chat's.</summary>
public sealed class RoomActorDomainEventSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    private static readonly UserId Stranger = new("stranger");

    [Fact]
    public void Should_number_store_and_publish_it_among_the_events_of_chat()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Send(Alice, "k1"), Connection);
        var first = ExpectEntry();
        room.Tell(Append(Alice), Other);
        room.Tell(Send(Bob, "k2"), Connection);
        Memory.Commit(first);

        var entry = StoreNext();

        Assert.Equal(["poll.opened", "chat.message"], entry.Events.Select(e => e.Type));
        Assert.Equal((null, 4L, false), (Other.ExpectMsg<DomainEventAppended>() is var answer ? answer.Error : null, answer.Seq, answer.Duplicate));
        Assert.Equal([3L], ExpectBroadcast().Select(p => p.Seq));
        var published = ExpectBroadcast();
        Assert.Equal([4L, 5L], published.Select(p => p.Seq));
        var at = answer.At.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(
            $$$"""{"type":"poll.opened","data":{"room":"{{{Id}}}","seq":4,"at":"{{{at}}}","by":"alice","question":"Tea?"}}""", published[0].Envelope.ToString());
    }

    [Fact]
    public void Should_refuse_who_is_not_a_member_unless_the_host_says_it_by_itself()
    {
        var room = StartStored();
        room.Tell(Append(Stranger), Other);
        Assert.Equal(ErrorCode.NotFound, Other.ExpectMsg<DomainEventAppended>().Error!.Code);

        room.Tell(Append(Stranger) with { MembersOnly = false }, Other);
        StoreNext();

        Assert.Equal(3, Other.ExpectMsg<DomainEventAppended>().Seq);
    }

    [Fact]
    public void Should_refuse_who_left_with_the_request_before()
    {
        var room = StartStored();
        room.Tell(Send(Alice, "k1"), Connection);
        room.Tell(Request(Bob, new AkkaRealtime.Routing.Chat.Wire.ChatLeaveRequest(Id)), Connection);
        room.Tell(Append(Bob), Other);
        StoreNext();

        Assert.Equal(ErrorCode.NotFound, Other.ExpectMsg<DomainEventAppended>().Error!.Code);
    }

    [Fact]
    public void Should_say_that_there_is_no_such_room()
    {
        Start().Tell(Append(Alice), Other);
        Assert.Equal(ErrorCode.NotFound, Other.ExpectMsg<DomainEventAppended>().Error!.Code);
    }

    [Fact]
    public void Should_answer_a_key_that_was_stored_before_with_what_was_said_then()
    {
        var room = StartStored();
        Follow(room, 2);
        room.Tell(Append(Alice) with { Key = "k1" }, Other);
        var first = (DomainEvent)ExpectEntry().Events[0] with { Seq = 2, Data = "{\"question\":\"Coffee?\"}"u8.ToArray() };
        room.Tell(new EventsAppended(Id, 2, [ProbeJournal.Stored(first, duplicate: true)]));

        var answer = Other.ExpectMsg<DomainEventAppended>();

        Assert.Equal((2L, true, "{\"question\":\"Coffee?\"}"), (answer.Seq, answer.Duplicate, answer.Data!.ToString()));
        Settle(room);
        Router.ExpectMsg<RenewInterest>();
        Router.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public void Should_ask_to_try_again_where_the_store_is_away()
    {
        var room = StartStored();
        room.Tell(Append(Alice), Other);
        ExpectEntry();
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        Assert.Equal(ErrorCode.Unavailable, Other.ExpectMsg<DomainEventAppended>().Error!.Code);
    }

    [Fact]
    public void Should_tell_its_author_that_nothing_is_unread_where_it_counts()
    {
        var room = StartStored(head: 9);
        room.Tell(Append(Bob), Connection);
        StoreNext();
        Settle(room);
        Users.ExpectNoMsg(TimeSpan.Zero);

        room.Tell(Append(Bob) with { Unread = true }, Connection);
        StoreNext();

        var told = Users.ExpectMsg<TellUser>();
        Assert.Equal((Bob, 0), (told.User, Parse(told.Envelope).Data.GetProperty("unread").GetInt32()));
    }

    private static AppendDomainEvent Append(UserId by) =>
        new(Id, by, "poll.opened", new EncodedJson(Encoding.UTF8.GetBytes("{\"question\":\"Tea?\"}")), null, Unread: false, MembersOnly: true);
}
