using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
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
