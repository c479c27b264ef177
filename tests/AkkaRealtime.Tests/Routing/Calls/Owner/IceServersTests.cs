using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Tests.Routing.Calls.Owner;

public sealed class IceServersTests
{
    private static readonly UserId User = new("alice");

    private static string OfTheCall => CallData.Id.Value[^32..];

    // HMAC-SHA1, RFC 2202, section 3, test case 2: key "Jefe", effcdf6ae5eb2fa2d27416d5f184df9c259a7c79.
    [Fact]
    public void Credential_KnownVector_IsItsBase64() => Assert.Equal(
        Convert.ToBase64String(Convert.FromHexString("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")),
        IceServers.Credential("Jefe", "what do ya want for nothing?"));

    [Fact]
    public void Username_IsTheEndTheUserAndTheCall() =>
        Assert.Equal($"1767229200:alice/{OfTheCall}", IceServers.Username(User, CallData.Id, DateTimeOffset.FromUnixTimeSeconds(1_767_229_200)));

    [Fact]
    public void For_Turn_HasCredentialsThatEnd()
    {
        var options = new CallOptions { TurnSecret = "S", TurnTtlSeconds = 600 };
        options.Stun.Add("stun:a:3478");
        options.Turn.Add("turn:a:3478?transport=udp");
        options.Turn.Add("turns:a:5349");
        var servers = IceServers.For(options, User, CallData.Id, CallData.Start);
        Assert.Equal(["stun:a:3478"], servers[0].Urls);
        Assert.Null(servers[0].Username);
        Assert.Equal(["turn:a:3478?transport=udp", "turns:a:5349"], servers[1].Urls);
        var username = $"{CallData.Start.ToUnixTimeSeconds() + 600}:alice/{OfTheCall}";
        Assert.Equal((username, IceServers.Credential("S", username)), (servers[1].Username, servers[1].Credential));
    }

    [Fact]
    public void Ttl_IsNeverOverAnHour() => Assert.Equal(3_600, IceServers.Ttl(new CallOptions { TurnTtlSeconds = 86_400 }));

    [Fact]
    public void For_NothingConfigured_IsEmpty() => Assert.Empty(IceServers.For(new CallOptions(), User, CallData.Id, CallData.Start));

    [Theory]
    [InlineData("all", null)]
    [InlineData("relay", "relay")]
    public void Policy_IsSaidOnlyWhereItIsNotTheBrowsersOwn(string option, string? said) =>
        Assert.Equal(said, IceServers.Policy(new CallOptions { IceTransportPolicy = option }));
}
