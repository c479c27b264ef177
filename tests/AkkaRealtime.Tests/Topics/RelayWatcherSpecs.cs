using Akka.Actor;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

/// <summary>What is for members alone, as who types and how far they have read, isn't given to who only watches.</summary>
public sealed class RelayWatcherSpecs(ITestOutputHelper output) : RelaySpec(output)
{
    [Fact]
    public void Should_give_members_alone_what_is_theirs()
    {
        JoinFirst("member", 5);
        Join("watcher", 5, Bob, watches: true);
        Relay.Tell(Batch(ForMembers("types"), Event(6), ForMembers("reads"), Volatile("called")));

        ExpectDelivered("member", "types e6 reads called");
        ExpectDelivered("watcher", "e6 called");
    }

    [Fact]
    public void Should_take_a_watcher_for_a_member_once_they_are_one()
    {
        JoinFirst("member", 5);
        var watcher = Join("watcher", 5, Bob, watches: true);
        Enter(watcher, 5, Bob);
        Relay.Tell(Batch(ForMembers("types")));

        ExpectDelivered("watcher", "types");
    }

    [Fact]
    public void Should_not_take_a_member_for_a_watcher_by_what_is_older()
    {
        JoinFirst("first", 5);
        var member = Join("member", 5, Bob);
        Enter(member, 5, Bob, watches: true);
        Enter(member, 9, Bob);
        Enter(member, 9, Bob, watches: true);
        Relay.Tell(Batch(Event(6), Event(7), Event(8), Event(9)));
        ExpectDelivered("member", "e6 e7 e8 e9");
        Relay.Tell(Batch(ForMembers("types")));

        ExpectDelivered("member", "types");
    }

    [Fact]
    public void Should_take_for_a_watcher_who_has_left_since_and_watches()
    {
        JoinFirst("first", 5);
        var member = Join("member", 5, Bob);
        Enter(member, 6, Bob, watches: true);
        Relay.Tell(Batch(Event(6, leaves: Bob), ForMembers("types"), Event(7)));

        ExpectDelivered("member", "e6 e7");
    }

    [Fact]
    public void Should_find_that_a_watcher_is_not_on_the_topic_as_a_member()
    {
        var member = JoinFirst("member", 5);
        var watcher = Join("watcher", 5, Bob, watches: true);
        Relay.Tell(new FindNotOn([Topic], member), Reads);
        Relay.Tell(new FindNotOn([Topic], watcher), Reads);

        Assert.Equal([Topic], Reads.ExpectMsg<NotOn>().Topics);
        Reads.ExpectNoMsg(TimeSpan.Zero);
    }
}
