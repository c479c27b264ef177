using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

public sealed class UserActorNameSpecs : UserSpec
{
    private static readonly Topic Meeting = Topic.Of(new RoomId("meeting"));

    public UserActorNameSpecs(ITestOutputHelper output)
        : base(output)
    {
        Store.Meet([Alice, new UserId("bob")]);
        Store.Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice", null, default));
    }

    [Fact]
    public async Task Should_tell_those_who_share_a_room_what_a_user_is_called_now()
    {
        var user = NewUser();
        SignIn(user, "Alice Liddell");
        await ExpectToldAsync("Alice Liddell");
    }

    [Fact]
    public async Task Should_tell_of_a_name_that_came_with_a_renewed_token()
    {
        var user = NewUser();
        var laptop = SignIn(user, "Alice");
        await laptop.ExpectMsgAsync<SessionOpened>();
        user.Tell(new OpenSession(Alice, "Alice Liddell", new DeviceId("laptop"), new SessionId("s1")), laptop);
        await ExpectToldAsync("Alice Liddell");
    }

    [Fact]
    public async Task Should_tell_nobody_of_a_name_that_stays()
    {
        var user = NewUser();
        SignIn(user, "Alice");
        SignIn(user, "Alice", "s2");
        await ReportAsync(user);
        await ReportAsync(user);
        await Router.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_tell_of_a_first_name_too_for_until_then_the_id_was_shown()
    {
        var zoe = new UserId("zoe");
        Store.Meet([zoe]);
        var user = NewUser("zoe");
        user.Tell(new OpenSession(zoe, "Zoë", new DeviceId("laptop"), new SessionId("s1")), CreateTestProbe());
        await ExpectToldAsync("Zoë", "zoe");
    }

    [Fact]
    public async Task Should_tell_of_a_name_only_when_it_is_stored()
    {
        var user = NewUser();
        Store.Hold = true;
        SignIn(user, "Alice Liddell");
        await ReportAsync(user);
        await Router.ExpectNoMsgAsync(TimeSpan.Zero);
        Store.Commit(Store.Saved<SaveUser>()[^1]);
        await ExpectToldAsync("Alice Liddell");
    }

    [Fact]
    public async Task Should_tell_of_an_invisible_users_name_and_nothing_of_their_status()
    {
        var stored = new StatusChoice(ChosenStatus.Invisible).ToStored();
        Store.Commit(new SaveUser(ActorRefs.Nobody, Alice, "Alice", Start, stored));
        var user = NewUser();
        var before = await FollowAsync(user);
        SignIn(user, "Alice Liddell");
        await ExpectToldAsync("Alice Liddell");
        Assert.Equal(before.Seen, await SeenAsync(user));
    }

    [Fact]
    public async Task Should_tell_of_an_erased_users_new_name()
    {
        var user = NewUser();
        user.Tell(new EraseProfile(Alice));
        await ExpectToldAsync(EraseProfile.DeletedName);
    }

    [Fact]
    public async Task Should_ask_again_who_shares_a_room_when_the_store_could_not_say()
    {
        var user = NewUser();
        await ReportAsync(user);
        var down = new TaskCompletionSource();
        Store.Gate = down.Task;
        SignIn(user, "Alice Liddell");
        down.SetException(new StoreUnavailableException("gone"));
        await this.EventuallyAsync(() => Assert.Equal("Alice Liddell", Store.Find(Alice)?.Name));
        Store.Gate = Task.CompletedTask;
        await this.EventuallyAsync(() =>
        {
            Advance(TimeSpan.FromSeconds(1));
            Assert.True(Router.HasMessages);
        });
        await ExpectToldAsync("Alice Liddell");
    }

    private TestProbe SignIn(IActorRef user, string name, string session = "s1")
    {
        var connection = CreateTestProbe();
        user.Tell(new OpenSession(Alice, name, new DeviceId("laptop"), new SessionId(session)), connection);
        return connection;
    }

    private async Task ExpectToldAsync(string name, string user = "alice")
    {
        var told = (Announcement)await Router.FishForMessageAsync(m => m is Announcement, TimeSpan.FromMinutes(1));
        Assert.Equal([Meeting], told.Topics);
        Assert.Equal($$$"""{"type":"people.renamed","data":{"user":"{{{user}}}","name":"{{{name}}}"}}""", told.Envelope.ToString());
    }
}
