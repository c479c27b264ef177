using System.Text.Json;
using Akka.Actor;
using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Owner;

/// <summary><c>session.list</c> and <c>session.end</c>.</summary>
public sealed class UserActorOwnSessionSpecs(ITestOutputHelper output) : UserSpec(output)
{
    [Fact]
    public async Task Should_list_the_sessions_of_the_user_and_say_which_is_the_askers()
    {
        var user = NewUser();
        var laptop = await SignInAsync(user, "s1", "laptop", "t1");
        await SignInAsync(user, "s2", "phone", "t2");

        user.Tell(new ListOwnSessions(Alice, new("s1"), "r1"), laptop);

        Assert.Equal(
            """{"type":"session.list","data":{"ref":"r1","sessions":[{"session":"s1","device":"laptop","since":"2026-01-01T00:00:00.000Z","agent":"Agent of s1","current":true},{"session":"s2","device":"phone","since":"2026-01-01T00:00:00.000Z","agent":"Agent of s2"}]}}""",
            TextOf(await laptop.ExpectMsgAsync<EncodedEnvelope>()));
    }

    [Fact]
    public async Task Should_end_the_sessions_of_a_device_and_not_let_its_token_come_back()
    {
        var user = NewUser();
        var laptop = await SignInAsync(user, "s1", "laptop", "t1");
        var phone = await SignInAsync(user, "s2", "phone", "t2");

        user.Tell(new EndOwnSessions(Alice, new("s1"), new DeviceId("phone"), new("laptop"), "r1"), laptop);

        Assert.Equal("""{"type":"session.ended","data":{"ref":"r1","count":1}}""", TextOf(await laptop.ExpectMsgAsync<EncodedEnvelope>()));
        Assert.Equal(CloseCode.Revoked, (await phone.ExpectMsgAsync<CloseConnection>()).Code);
        laptop.ExpectNoMsg(TimeSpan.Zero);
        Assert.True(IsRevoked("phone", "another"));
        Assert.True(IsRevoked("stolen", "t2"));
        Assert.False(IsRevoked("laptop", "t1"));
        Assert.False(IsRevoked("phone", "later", At(1)));
    }

    [Fact]
    public async Task Should_end_all_others_and_leave_the_device_that_asks_with_a_token_that_it_shares_with_them()
    {
        var user = NewUser();
        var laptop = await SignInAsync(user, "s1", "laptop", "t1");
        var tab = await SignInAsync(user, "s2", "laptop", "t1");
        var copy = await SignInAsync(user, "s3", "copy", "t1");
        var phone = await SignInAsync(user, "s4", "phone", "t2");

        user.Tell(new EndOwnSessions(Alice, new("s1"), null, new("laptop"), "r1"), laptop);

        Assert.Equal("""{"type":"session.ended","data":{"ref":"r1","count":2}}""", TextOf(await laptop.ExpectMsgAsync<EncodedEnvelope>()));
        await copy.ExpectMsgAsync<CloseConnection>();
        await phone.ExpectMsgAsync<CloseConnection>();
        tab.ExpectNoMsg(TimeSpan.Zero);
        Assert.False(IsRevoked("laptop", "t1"));
        Assert.True(IsRevoked("copy", "t1"));
        Assert.True(IsRevoked("stolen", "t2"));
    }

    [Fact]
    public async Task Should_end_nothing_where_it_could_not_be_stored()
    {
        var user = NewUser();
        var laptop = await SignInAsync(user, "s1", "laptop", "t1");
        var phone = await SignInAsync(user, "s2", "phone", "t2");
        Store.Failing = true;

        user.Tell(new EndOwnSessions(Alice, new("s1"), null, new("laptop"), "r1"), laptop);

        Assert.Contains("\"code\":\"unavailable\"", TextOf(await laptop.ExpectMsgAsync<EncodedEnvelope>()), StringComparison.Ordinal);
        phone.ExpectNoMsg(TimeSpan.Zero);
        Assert.False(IsRevoked("phone", "t2"));
    }

    [Fact]
    public void SessionEnd_ForNobody_IsRefused()
    {
        Assert.Equal("device", new SessionEndRequest(null, null).Validate()!.Field);
        Assert.Equal("device", new SessionEndRequest("phone", true).Validate()!.Field);
        Assert.Equal("device", new SessionEndRequest("no device", null).Validate()!.Field);
        Assert.Null(new SessionEndRequest("phone", false).Validate());
    }

    private bool IsRevoked(string device, string token, DateTimeOffset? issued = null) =>
        Revocations.Find(new SessionFacts(Alice, new DeviceId(device), null, token, issued ?? Start), Start) is not null;

    private async Task<TestProbe> SignInAsync(IActorRef user, string session, string device, string token)
    {
        var connection = CreateTestProbe();
        user.Tell(new OpenSession(Alice, "Alice", new(device), new(session)) { Origin = new SessionOrigin(Start, $"Agent of {session}", token, null) }, connection);
        await connection.ExpectMsgAsync<SessionOpened>();
        await ReportAsync(user);
        return connection;
    }

    private static string TextOf(EncodedEnvelope envelope) => JsonElement.Parse(envelope.Utf8.Span).GetRawText();
}
