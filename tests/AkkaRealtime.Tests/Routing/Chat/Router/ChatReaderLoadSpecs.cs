using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

/// <summary>Many reads, and a store that is slow or away.</summary>
public sealed class ChatReaderLoadSpecs(ITestOutputHelper output) : ChatRouterSpec(output)
{
    [Fact]
    public void Should_hold_one_connections_reads_to_their_share()
    {
        Store.Gate = new TaskCompletionSource();
        var share = new ExecutorLimits().MaxPerConnection;
        for (var i = 0; i <= share; i++)
            Ask(new ChatRoomsRequest());
        Assert.Equal("rate-limited ", ExpectError());

        Store.Gate.SetResult();

        Assert.All(Connection.ReceiveN(share), m => Assert.Equal("chat.rooms", Parse((EncodedEnvelope)m).Type));
        Ask(new ChatRoomsRequest());
        Assert.Equal("chat.rooms", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_keep_the_reads_under_way_bounded_and_the_others_waiting()
    {
        Store.Gate = new TaskCompletionSource();
        for (var i = 0; i < 40; i++)
            Router.Tell(new ClientRequest(Caller(Alice, $"s{i}"), "1", new ChatRoomsRequest()), Connection);
        this.Eventually(() => Assert.Equal(32, Store.Reads));

        Store.Gate.SetResult();

        Assert.All(Connection.ReceiveN(40), m => Assert.Equal("chat.rooms", Parse((EncodedEnvelope)m).Type));
    }

    [Fact]
    public void Should_broadcast_while_a_storm_of_reads_waits()
    {
        Store.Gate = new TaskCompletionSource();
        for (var i = 0; i < 1_000; i++)
            Router.Tell(new ClientRequest(Caller(Alice, $"s{i}"), "1", new ChatRoomsRequest()), Connection);
        var publication = new Publication(Topic.Of(Id), 3, new EncodedEnvelope("{}"u8.ToArray()));
        Router.Tell(new Broadcast([new Address("akka.tcp", "akkarealtime", "127.0.0.1", 4_000)], [publication]), Connection);

        var publish = Mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Publish>();

        Assert.Equal([publication], Assert.IsType<PublicationBatch>(publish.Message).Publications);
        Store.Gate.SetResult();
        Assert.All(Connection.ReceiveN(1_000), m => Assert.Equal("chat.rooms", Parse((EncodedEnvelope)m).Type));
    }

    [Fact]
    public void Should_answer_a_connection_in_the_order_it_asked()
    {
        Memory.OpenRoom("channel", [Alice]);
        for (var i = 0; i < 5; i++)
        {
            Ask(new ChatWatchRequest(Id), Carol);
            Ask(new ChatUnwatchRequest(Id), Carol);
        }

        for (var i = 0; i < 5; i++)
        {
            Connection.ExpectMsg<FollowTopic>();
            Connection.ExpectMsg<UnfollowTopic>();
        }
    }

    [Fact]
    public void Should_give_up_a_search_that_takes_too_long_and_go_on()
    {
        Store.Gate = new TaskCompletionSource();
        Ask(new ChatSearchRequest("t"));
        this.Eventually(() => Assert.Equal(1, Store.Reads));
        Ask(new ChatRoomsRequest());

        Store.Gate = null;
        Advance(SearchQuery.MaxTime);

        Assert.Equal("too-large text", ExpectError());
        Assert.Equal("chat.rooms", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_open_sessions_and_read_while_searches_wait()
    {
        Store.Gate = new TaskCompletionSource();
        for (var i = 0; i < 50; i++)
            Router.Tell(new ClientRequest(Caller(Alice, $"s{i}"), "1", new ChatSearchRequest("t")), Connection);
        this.Eventually(() => Assert.Equal(1, Store.Reads));
        Store.Gate = null;

        Router.Tell(new GetMemberships(Bob, new SessionId("b")), Connection);
        Connection.ExpectMsg<Memberships>();
        Router.Tell(new ClientRequest(Caller(Alice, "s99"), "1", new ChatRoomsRequest()), Connection);
        Assert.Equal("chat.rooms", Parse(Expect()).Type);
    }

    [Fact]
    public void Should_say_unavailable_while_the_store_is_down()
    {
        Store.Down = true;
        Ask(new ChatRoomsRequest());

        Assert.Equal("unavailable ", ExpectError());
    }
}
