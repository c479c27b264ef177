using System.Net;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>The admin API for users whose tokens say that they may use it.</summary>
public sealed class AdminTokenTests : IAsyncLifetime
{
    private const string SharedKey = "a key for tests that is longer than 32 bytes";

    private ServerProcess _server = null!;

    public async Task InitializeAsync() => _server = await StartAsync(("AkkaRealtime:Admin:Tokens", "true"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Token_MayWhatItsScopesSay_UntilItIsRevoked_AndIsNamedInTheAuditLog()
    {
        using var olga = Admin(_server, "olga", "akkarealtime:rooms:read akkarealtime:users:write");
        await olga.GetAsync("rooms");
        Assert.Equal(HttpStatusCode.Forbidden, (await olga.SendAsync(HttpMethod.Get, "nodes")).Status);
        using var root = Admin(_server, "root", "openid akkarealtime:admin");
        await root.DoAsync(HttpMethod.Post, "keys", new { name = "Bot", scopes = (string[])["rooms:read"] });
        var made = (await root.GetAsync("audit?query=keys")).GetProperty("items")[0];
        Assert.Equal("user:root", made.GetProperty("key").GetString());

        await root.DoAsync(HttpMethod.Post, "users/olga/revoke", new { reason = "left" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await olga.SendAsync(HttpMethod.Get, "rooms")).Status);
    }

    [Fact]
    public async Task Token_WithoutAScopeOfOurs_OrThatIsNone_OpensNothing()
    {
        using var user = Admin(_server, "user", "openid profile");
        Assert.Equal(HttpStatusCode.Forbidden, (await user.SendAsync(HttpMethod.Get, "rooms")).Status);
        using var nobody = new AdminClient(_server, "nonsense");
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.SendAsync(HttpMethod.Get, "rooms")).Status);
        using var forged = new AdminClient(_server, TokenOf("root", "akkarealtime:admin", "another key that is longer than 32 bytes"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await forged.SendAsync(HttpMethod.Get, "rooms")).Status);
    }

    [Fact]
    public async Task Token_WhereTheOperatorTakesKeysAlone_OpensNothing()
    {
        await using var server = await StartAsync(("AkkaRealtime:Admin:ApiKeys:0", AdminClient.Key));
        using var root = Admin(server, "root", "akkarealtime:admin");
        Assert.Equal(HttpStatusCode.Unauthorized, (await root.SendAsync(HttpMethod.Get, "rooms")).Status);
        using var key = new AdminClient(server);
        await key.GetAsync("rooms");
    }

    private static Task<ServerProcess> StartAsync(params (string Key, string Value)[] options) => ServerProcess.StartAsync(new ServerSettings
    {
        Options = new Dictionary<string, string>(options.ToDictionary(o => o.Key, o => o.Value)) { ["AkkaRealtime:Auth:SigningKey"] = SharedKey },
    });

    private static AdminClient Admin(ServerProcess server, string user, string scope) => new(server, TokenOf(user, scope, SharedKey));

    private static string TokenOf(string user, string scope, string key) =>
        (TestTokens.Shared(key) with { Issuer = "any", Audience = "any", More = new Dictionary<string, object> { ["scope"] = scope } }).For(user);
}
