using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

public sealed class UserActorSessionSpecs(ITestOutputHelper output) : UserSpec(output)
{
    private static readonly EncodedEnvelope News = new("{}"u8.ToArray());

    [Fact]
    public async Task Should_tell_every_connection_also_two_of_one_device()
    {
        var user = NewUser();
        var one = await ConnectAsync(user, "s1");
        var two = await ConnectAsync(user, "s2");
        user.Tell(new TellUser(Alice, News));
        await one.ExpectMsgAsync(News);
        await two.ExpectMsgAsync(News);
    }

    [Fact]
    public async Task Should_count_a_user_once_while_there_is_a_connection()
    {
        using var online = new Measured<long>(Metrics.UsersOnline);
        var user = NewUser();
        await ConnectAsync(user, "s1");
        await ConnectAsync(user, "s2", "phone");
        Assert.Equal([(1, "")], online.Values);
        user.Tell(PoisonPill.Instance);
        await Shard.WatchAsync(user);
        await Shard.ExpectTerminatedAsync(user);
        Assert.Equal([(1, ""), (-1, "")], online.Values);
    }

    [Fact]
    public async Task Should_tell_only_whom_the_command_means()
    {
        var user = NewUser();
        var laptop = await ConnectAsync(user, "s1", "laptop");
        var tab = await ConnectAsync(user, "s2", "laptop");
        var phone = await ConnectAsync(user, "s3", "phone");

        user.Tell(new TellUser(Alice, Named("all but s1"), ExceptSession: new SessionId("s1")));
        user.Tell(new TellUser(Alice, Named("all but laptop"), ExceptDevice: new DeviceId("laptop")));
        user.Tell(new TellUser(Alice, Named("only laptop"), OnlyDevice: new DeviceId("laptop")));

        Assert.Equal("only laptop", (await laptop.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal("all but s1", (await tab.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal("only laptop", (await tab.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal("all but s1", (await phone.ExpectMsgAsync<EncodedEnvelope>()).ToString());
        Assert.Equal("all but laptop", (await phone.ExpectMsgAsync<EncodedEnvelope>()).ToString());
    }

    [Fact]
    public async Task Should_bring_every_connection_into_a_room()
    {
        var user = NewUser();
        var one = await ConnectAsync(user, "s1");
        var two = await ConnectAsync(user, "s2", "phone");
        user.Tell(new UserEntersRoom(Alice, new RoomId("r"), 3, News));
        await one.ExpectMsgAsync(new FollowTopic(Topic.Of(new RoomId("r")), 3, News));
        await two.ExpectMsgAsync(new FollowTopic(Topic.Of(new RoomId("r")), 3, News));
    }

    [Fact]
    public async Task Should_show_nothing_of_a_reload()
    {
        var user = NewUser();
        await FollowAsync(user);
        await ConnectAsync(user, "s1");
        Assert.Equal("online", (await PublishedAsync()).Seen.Status);

        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Advance(TimeSpan.FromSeconds(9.9));
        await ConnectAsync(user, "s2");
        Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("online", (await SeenAsync(user)).Status);

        // The next thing that is told is the next thing that happened.
        user.Tell(new SetActivity(Alice, new SessionId("s2"), true));
        Assert.Equal("away", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_go_offline_ten_seconds_after_the_last_connection_ended()
    {
        var user = NewUser();
        await FollowAsync(user);
        await ConnectAsync(user, "s1");
        await PublishedAsync();
        Advance(TimeSpan.FromSeconds(5));
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);

        Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal("online", (await SeenAsync(user)).Status);
        Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(new StatusView(Alice, "offline", LastSeen: At(5)), (await PublishedAsync()).Seen);
    }

    [Fact]
    public async Task Should_notice_a_connection_that_died()
    {
        var user = NewUser();
        await FollowAsync(user);
        var connection = await ConnectAsync(user, "s1");
        await PublishedAsync();
        Advance(TimeSpan.FromSeconds(5));
        Sys.Stop(connection);

        // The entity has noticed as soon as it keeps the time.
        await this.EventuallyAsync(() => Assert.Equal(At(5), Store.Find(Alice)?.LastSeen));
        await ReportAsync(user);
        Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("offline", (await PublishedAsync()).Seen.Status);
    }

    [Fact]
    public async Task Should_answer_an_opened_session_again_after_it_was_opened_twice()
    {
        var user = NewUser();
        var connection = await ConnectAsync(user, "s1");
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId("laptop"), new SessionId("s1")), connection);
        await connection.ExpectMsgAsync<SessionOpened>();
        user.Tell(new TellUser(Alice, News));
        await connection.ExpectMsgAsync(News);
        user.Tell(new TellUser(Alice, Named("second")));
        Assert.Equal("second", (await connection.ExpectMsgAsync<EncodedEnvelope>()).ToString());
    }

    [Fact]
    public async Task Should_end_after_a_fault_so_that_connections_open_their_sessions_again()
    {
        var user = NewUser();
        var connection = await ConnectAsync(user, "s1");
        Watch(user);
        user.Tell(new TellUser(Alice, null!, OnlyDevice: new DeviceId("laptop")), connection);
        await ExpectTerminatedAsync(user);
    }

    [Fact]
    public async Task Should_passivate_when_nobody_needs_it()
    {
        var user = NewUser();
        await FollowAsync(user);
        await ConnectAsync(user, "s1");
        await PublishedAsync();
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        await ReportAsync(user);
        Advance(TimeSpan.FromSeconds(10));
        await PublishedAsync();

        // Still of interest.
        Advance(TimeSpan.FromMinutes(5));
        await ReportAsync(user);
        Assert.False(Shard.HasMessages);

        user.Tell(new NoInterest(Topic.Of(Alice)), Relay);
        await ReportAsync(user);
        Advance(UserActor.IdleTime);
        await Shard.ExpectMsgAsync<Passivate>();
    }

    [Fact]
    public async Task Should_stay_while_there_is_a_connection()
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        Advance(TimeSpan.FromHours(5));
        await ReportAsync(user);
        Assert.False(Shard.HasMessages);
    }

    [Fact]
    public async Task Should_forget_a_relay_whose_node_is_gone()
    {
        var user = NewUser();
        await FollowAsync(user);
        user.Tell(new RelayGone(Address.Parse("akka.tcp://akkarealtime@127.0.0.1:4100")));
        await ConnectAsync(user, "s1");
        await ReportAsync(user);
        Assert.False(Router.HasMessages);
    }

    private static EncodedEnvelope Named(string name) => new(System.Text.Encoding.UTF8.GetBytes(name));
}
