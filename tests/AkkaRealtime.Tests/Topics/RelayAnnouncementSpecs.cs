using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Topics;

public sealed class RelayAnnouncementSpecs(ITestOutputHelper output) : RelaySpec(output)
{
    private static readonly Topic Other = Topic.Of(new RoomId("r2"));
    private static readonly Topic Elsewhere = Topic.Of(new RoomId("r3"));

    [Fact]
    public void Should_give_an_announcement_once_to_who_is_on_several_of_its_topics()
    {
        var outbox = JoinFirst("a", 0);
        Relay.Tell(new Subscribe([KeyValuePair.Create(Other, 0L)], Alice, outbox));
        Relay.Tell(new Head(Other, 0, [], false), Owner);
        Settle();
        Relay.Tell(new Announcement([Topic, Other, Elsewhere], Text("news")));
        ExpectDelivered("a", "news");
        ExpectNothing("a");
    }

    [Fact]
    public void Should_give_it_to_who_still_catches_up()
    {
        JoinFirst("a", 5);
        Join("late", 2);
        Relay.Tell(new Announcement([Topic], Text("news")));
        ExpectDelivered("a", "news");
        ExpectDelivered("late", "news");
    }

    [Fact]
    public void Should_give_nothing_to_who_is_on_other_topics()
    {
        JoinFirst("a", 0);
        Relay.Tell(new Announcement([Other], Text("news")));
        ExpectNothing("a");
    }
}
