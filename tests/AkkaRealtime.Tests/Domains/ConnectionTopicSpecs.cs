using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Sessions;
using AkkaRealtime.Tests.Connections;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

public sealed class ConnectionTopicSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_be_on_the_relays_topic_before_the_owner_is_asked()
    {
        var socket = await ConnectReadyAsync();
        var then = new SubscribeToTopic("prices", "1", null, null);
        Connection.Tell(new JoinTopic(Topic("prices"), "1", then), Status);
        Assert.Same(then, await Status.ExpectMsgAsync<SubscribeToTopic>(Patient.Wait));
        Assert.Equal([new(Topic("prices"), 0)], Relay.ExpectMsg<Subscribe>(TimeSpan.Zero).Topics);
        Connection.Tell(new UnfollowTopic(Topic("prices"), Envelope("topic.unsubscribed")), Status);
        await socket.NextAsync("topic.unsubscribed");
        Assert.Equal(Topic("prices"), (await Relay.ExpectMsgAsync<Unsubscribe>(Patient.Wait)).Topic);
    }

    [Fact]
    public async Task Should_follow_only_so_many_topics_but_each_of_them_again()
    {
        var socket = await ConnectReadyAsync();
        for (var i = 0; i < MaxTopics; i++)
            Connection.Tell(new JoinTopic(Topic($"t{i}"), "1", i), Status);
        for (var i = 0; i < MaxTopics; i++)
            await Status.ExpectMsgAsync<int>(Patient.Wait);
        Connection.Tell(new JoinTopic(Topic("t0"), "2", "again"), Status);
        await Status.ExpectMsgAsync<string>(Patient.Wait);
        Connection.Tell(new JoinTopic(Topic("one too many"), "3", "more"), Status);
        Assert.Equal("conflict", (await socket.NextAsync("error")).GetProperty("code").GetString());
        Connection.Tell(new UnfollowTopic(Topic("t0"), Envelope("topic.unsubscribed")), Status);
        Connection.Tell(new JoinTopic(Topic("one more"), "4", "more"), Status);
        Assert.Equal("more", await Status.ExpectMsgAsync<string>(Patient.Wait));
    }

    [Fact]
    public async Task Should_leave_a_topic_that_its_user_may_not_follow_any_longer_where_it_joined_it()
    {
        var socket = await ConnectReadyAsync();
        Connection.Tell(new LeaveTopic(Topic("prices"), Envelope("topic.unsubscribed")), Status);
        Connection.Tell(new JoinTopic(Topic("prices"), "1", "joined"), Status);
        await Status.ExpectMsgAsync<string>(Patient.Wait);
        Relay.ExpectMsg<Subscribe>(TimeSpan.Zero);
        Assert.Empty(socket.Writes.Skip(1));
        Connection.Tell(new LeaveTopic(Topic("prices"), Envelope("topic.unsubscribed")), Status);
        await socket.NextAsync("topic.unsubscribed");
        Assert.Equal(Topic("prices"), (await Relay.ExpectMsgAsync<Unsubscribe>(Patient.Wait)).Topic);
    }

    [Fact]
    public async Task Should_send_what_is_for_everybody_to_whoever_is_ready_from_one_buffer()
    {
        var early = Connect();
        var (one, other) = (await ConnectReadyAsync(), await ConnectReadyAsync());
        Connections.Tell(Envelope("shop.closed"), Status);
        await one.NextAsync("shop.closed");
        await other.NextAsync("shop.closed");
        Assert.True(one.Writes[^1].Equals(other.Writes[^1]));
        Assert.Equal(2, Meters["akkarealtime.deliveries"]);
        Assert.Empty(early.Writes);
    }

    private const int MaxTopics = AkkaRealtime.Connections.Session.MaxTopics;

    private static Topic Topic(string name) => new(TopicRules.Kind, name);
}
