using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

public sealed class UserActorAdminSpecs(ITestOutputHelper output) : UserSpec(output)
{
    [Fact]
    public async Task Should_list_and_revoke_all_connections()
    {
        var user = NewUser();
        var one = await ConnectAsync(user, "s1", "laptop");
        var other = await ConnectAsync(user, "s2", "phone");
        var admin = CreateTestProbe();

        user.Tell(new GetSessions(Alice), admin);
        var sessions = (await admin.ExpectMsgAsync<UserSessions>()).Sessions;
        user.Tell(new RevokeSessions(Alice, "Enough."), admin);

        Assert.Equal(["laptop", "phone"], sessions.Select(s => s.Device.Value).Order());
        Assert.All(sessions, s => Assert.Contains("127.0.0.1:4100", s.Node, StringComparison.Ordinal));
        Assert.Equal(2, (await admin.ExpectMsgAsync<SessionsRevoked>()).Count);
        foreach (var connection in new[] { one, other })
            Assert.Equal(new CloseConnection(CloseCode.Revoked, "Enough."), await connection.ExpectMsgAsync<CloseConnection>());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Should_neither_ring_nor_be_held_by_a_call_once_the_sessions_were_ended(bool erased, bool isIn)
    {
        var user = NewUser();
        await ConnectAsync(user, "s1");
        var calls = CreateTestProbe();
        var call = UserData.Call("a");
        user.Tell(isIn ? new ReserveUser(Alice, call) : new RingUser(Alice, call, UserData.Incoming("a"), At(45)), calls);

        user.Tell(erased ? new EraseProfile(Alice) : new RevokeSessions(Alice, "Enough."), CreateTestProbe());

        var later = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new DeviceId("phone"), new SessionId("s2")), later);
        Assert.Empty((await later.ExpectMsgAsync<SessionOpened>()).Calls);
        Assert.Equal((Alice, call.Id), Assert.Single(LiveCalls.SignedOut));
    }

    [Fact]
    public async Task Should_answer_an_erasure_once_nothing_of_the_profile_is_stored()
    {
        var user = NewUser();
        var connection = await ConnectAsync(user, "s1");
        var admin = CreateTestProbe();

        user.Tell(new EraseProfile(Alice), admin);

        await admin.ExpectMsgAsync<ProfileErased>();
        Assert.Equal(CloseCode.Revoked, (await connection.ExpectMsgAsync<CloseConnection>()).Code);
        user.Tell(new CloseSession(Alice, new SessionId("s1")));
        Assert.Equal("offline", (await SeenAsync(user)).Status);
        var stored = Store.Find(Alice);
        Assert.Equal(("Deleted user", null), (stored!.Name, stored.LastSeen));
    }
}
