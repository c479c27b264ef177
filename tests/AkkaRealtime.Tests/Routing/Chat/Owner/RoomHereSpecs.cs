using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RoomHereSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_mention_those_who_show_as_online_away_or_busy_once_all_have_said_what_they_are()
    {
        var room = StartStored(more: [Carol, Dave]);
        room.Tell(Here("k1"), Connection);
        var asked = Ask(3);
        Answer(room, asked, (Bob, "away"), (Carol, "offline"));
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Answer(room, asked, (Dave, "online"));

        Assert.Equal([Bob, Dave], MessageIn(ExpectEntry()).Mentions!);
    }

    [Fact]
    public void Should_count_who_does_not_answer_in_time_as_not_here()
    {
        var room = StartStored(more: [Carol]);
        room.Tell(Here("k1"), Connection);
        Answer(room, Ask(2), (Bob, "online"));
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));

        Advance(RoomHere.Patience);

        Assert.Equal([Bob], MessageIn(ExpectEntry()).Mentions!);
    }

    [Fact]
    public void Should_let_other_messages_pass_meanwhile()
    {
        var room = StartStored();
        room.Tell(Here("k1"), Connection);
        var asked = Ask(1);

        room.Tell(Send(Bob, "k2"), Other);
        Assert.Equal("k2", MessageIn(StoreNext()).Key);

        Answer(room, asked, (Bob, "online"));
        Assert.Equal("k1", MessageIn(StoreNext()).Key);
    }

    [Fact]
    public void Should_ask_nobody_about_a_message_that_the_rules_refuse()
    {
        var room = StartStored("direct");
        room.Tell(Here("k1"), Connection);

        Assert.Equal("forbidden", ExpectError(Connection));
        Users.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_refuse_more_than_may_wait_and_what_waits_when_the_owner_stops()
    {
        var room = StartStored();
        for (var i = 0; i < RoomHere.MaxWaiting; i++)
            room.Tell(Here($"k{i}"), Connection);
        room.Tell(Here("one-more"), Other);
        Assert.Equal("unavailable", ExpectError(Other));

        Sys.Stop(room);

        for (var i = 0; i < RoomHere.MaxWaiting; i++)
            Assert.Equal("unavailable", ExpectError(Connection));
    }

    private static ChatMessage MessageIn(AkkaRealtime.Storage.AppendEvents entry) => Assert.IsType<ChatMessage>(Assert.Single(entry.Events));

    private static AkkaRealtime.Routing.Chat.Commands.RoomRequest Here(string key) => Request(Alice, new ChatSendRequest(Id, key, "@here", Audience: "here"));

    private static void Answer(IActorRef room, long asked, params (UserId User, string Status)[] answers)
    {
        foreach (var (user, status) in answers)
            room.Tell(new StatusAnswer(asked, new StatusReport(1, new StatusView(user, status), null)));
    }

    /// <summary>The number of the question that this many users were asked.</summary>
    private long Ask(int users) => Enumerable.Range(0, users).Select(_ => Users.ExpectMsg<GetStatus>().Token).Distinct().Single();
}
