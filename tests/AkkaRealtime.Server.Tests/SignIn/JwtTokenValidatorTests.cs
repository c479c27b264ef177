using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Server.SignIn;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Server.Tests.SignIn;

public sealed class JwtTokenValidatorTests : IAsyncDisposable
{
    private const string SharedKey = "a key for tests that is longer than 32 bytes";
    private readonly TestTokens _tokens = TestTokens.Shared(SharedKey);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("akkarealtime-");
    private WebApplication? _app;

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Validate_GoodToken_NamesUserNameAndExpiry()
    {
        var identity = await ValidateAsync(_tokens.For("alice", "Alice"));
        Assert.NotNull(identity);
        Assert.Equal(new UserId("alice"), identity.User);
        Assert.Equal("Alice", identity.Name);
        Assert.Null(identity.Picture);
        Assert.Equal("https://id.example/a.png", (await ValidateAsync((_tokens with { More = new Dictionary<string, object> { ["picture"] = "https://id.example/a.png" } }).For("alice")))!.Picture);
        Assert.InRange(identity.ExpiresAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(59), TimeProvider.System.GetUtcNow().AddMinutes(61));
    }

    [Fact]
    public async Task Validate_ScopesOfTheAdminApi_AreTakenFromWhereverProvidersPutThem()
    {
        Assert.Empty((await ValidateAsync(_tokens.For("alice")))!.AdminScopes);
        foreach (var (claim, value) in ((string, object)[])[
            ("scope", "openid akkarealtime:admin profile"), ("scope", new[] { "openid", "akkarealtime:admin" }), ("scp", "akkarealtime:admin"), ("permissions", new[] { "akkarealtime:admin" }), ("roles", new[] { "x", "akkarealtime:admin" })])
        {
            var identity = await ValidateAsync((_tokens with { More = new Dictionary<string, object> { [claim] = value } }).For("alice"));
            Assert.Equal(["admin"], identity!.AdminScopes);
        }

        Assert.Empty((await ValidateAsync((_tokens with { More = new Dictionary<string, object> { ["scope"] = "admin akkarealtime", ["groups"] = "akkarealtime:admin" } }).For("alice")))!.AdminScopes);
    }

    [Fact]
    public async Task Validate_TokenWithoutName_TakesTheUserId() => Assert.Equal("alice", (await ValidateAsync(_tokens.For("alice")))!.Name);

    [Fact]
    public async Task Validate_LongName_IsCut() => Assert.Equal(128, (await ValidateAsync(_tokens.For("alice", new string('a', 500))))!.Name.Length);

    [Theory]
    [InlineData("")]
    [InlineData("no token")]
    [InlineData("a.b.c")]
    public async Task Validate_NoToken_IsNull(string token) => Assert.Null(await ValidateAsync(token));

    [Fact]
    public async Task Validate_Expired_IsNull() => Assert.Null(await ValidateAsync(_tokens.For("alice", lifetime: TimeSpan.FromSeconds(-1))));

    [Fact]
    public async Task Validate_OtherKey_IsNull() => Assert.Null(await ValidateAsync(TestTokens.Shared(new string('x', 40)).For("alice")));

    [Fact]
    public async Task Validate_OtherIssuer_IsNull() => Assert.Null(await ValidateAsync((_tokens with { Issuer = "https://else.example.com" }).For("alice")));

    [Fact]
    public async Task Validate_OtherAudience_IsNull() => Assert.Null(await ValidateAsync((_tokens with { Audience = "shop" }).For("alice")));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("https://id.example.org/a/very/long/path/to/somebody/in/some/tenant/42")]
    public async Task Validate_SubThatCanBeNoUserId_IsNull(string? user) => Assert.Null(await ValidateAsync(_tokens.For(user)));

    [Theory]
    [InlineData("auth0|64f1c2", "esc:auth0:7C64f1c2")]
    [InlineData("a+b@example.org", "esc:a:2Bb@example.org")]
    public async Task Validate_SubOfAnIdentityProvider_SignsIn(string sub, string user)
    {
        var identity = await ValidateAsync(_tokens.For(sub));
        Assert.Equal((user, sub), (identity!.User.Value, identity.Name));
    }

    [Fact]
    public async Task Validate_UserClaim_NamesTheUser()
    {
        var validator = Validator(("Auth:SigningKey", SharedKey), ("Auth:UserClaim", "name"));
        Assert.Equal(new UserId("object-id-7"), (await validator.ValidateAsync(_tokens.For("pairwise", "object-id-7"), default))!.User);
    }

    [Fact]
    public async Task Validate_Unsigned_IsNull()
    {
        var parts = _tokens.For("alice").Split('.');
        var header = Convert.ToBase64String("""{"alg":"none","typ":"JWT"}"""u8).TrimEnd('=');
        Assert.Null(await ValidateAsync($"{header}.{parts[1]}."));
    }

    [Fact]
    public async Task Validate_IssuerAndAudienceNotConfigured_AreNotChecked()
    {
        var validator = Validator(("Auth:SigningKey", SharedKey));
        Assert.NotNull(await validator.ValidateAsync(_tokens.For("alice"), default));
    }

    [Fact]
    public async Task Validate_DevelopmentTokenWhereThatIsOff_IsNull()
    {
        // The very key that is used where it is on, kept in the same folder.
        var on = Validator(("Auth:SigningKey", SharedKey), ("DevSignIn", "true"));
        var dev = new TestTokens(_app!.Services.GetRequiredService<DevKey>().Key) { Issuer = DevKey.Issuer, Audience = DevKey.Issuer };
        Assert.NotNull(await on.ValidateAsync(dev.For("alice"), default));
        await _app.DisposeAsync();

        var off = Validator(("Auth:SigningKey", SharedKey), ("DevSignIn", "false"));
        Assert.Null(await off.ValidateAsync(dev.For("alice"), default));
    }

    [Fact]
    public async Task Validate_PublishedKey_IsFetchedFromTheAuthority()
    {
        await using var issuer = await TinyIssuer.StartAsync();
        var validator = Validator(("Auth:Authority", issuer.Url), ("Auth:Audience", "chat"));
        Assert.NotNull(await validator.ValidateAsync(issuer.Tokens.For("alice"), default));
    }

    [Fact]
    public async Task Validate_IssuerChangedItsKey_TakesTheNewOne()
    {
        await using var issuer = await TinyIssuer.StartAsync();
        var validator = Validator(("Auth:Authority", issuer.Url), ("Auth:Audience", "chat"));
        Assert.NotNull(await validator.ValidateAsync(issuer.Tokens.For("alice"), default));
        var former = issuer.Tokens.For("alice");
        issuer.ChangeKey();
        Assert.NotNull(await validator.ValidateAsync(issuer.Tokens.For("alice"), default));
        Assert.Null(await validator.ValidateAsync(former, default));
    }

    [Fact]
    public async Task Validate_IssuerAway_SaysNothingOfTheToken()
    {
        string url, token;
        await using (var issuer = await TinyIssuer.StartAsync())
            (url, token) = (issuer.Url, issuer.Tokens.For("alice"));
        var validator = Validator(("Auth:Authority", url), ("Auth:Audience", "chat"), ("Auth:SigningKey", SharedKey));
        await Assert.ThrowsAsync<IssuerAwayException>(() => validator.ValidateAsync(token, default).AsTask());
        Assert.NotNull(await validator.ValidateAsync((_tokens with { Issuer = url }).For("alice"), default));
        Assert.Null(await validator.ValidateAsync("nonsense", default));
    }

    [Fact]
    public async Task Validate_Critical_IsNull()
    {
        Assert.NotNull(await ValidateAsync(_tokens.For("alice")));
        Assert.Null(await ValidateAsync((_tokens with { Header = new Dictionary<string, object> { ["crit"] = new[] { "exp" } } }).For("alice")));
    }

    [Theory]
    [InlineData(32, "HS256", true)]
    [InlineData(47, "HS384", false)]
    [InlineData(48, "HS384", true)]
    [InlineData(63, "HS512", false)]
    [InlineData(64, "HS512", true)]
    public void KeyLengths_SharedKey_AreThoseOfTheHash(int bytes, string algorithm, bool enough) =>
        Assert.Equal(enough, KeyLengths.AreEnough(algorithm, new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(new byte[bytes])));

    [Fact]
    public async Task Validate_ShortPublishedKey_IsNull()
    {
        await using var issuer = await TinyIssuer.StartAsync();
        issuer.ChangeKey(bits: 1_024);
        var validator = Validator(("Auth:Authority", issuer.Url), ("Auth:Audience", "chat"));
        Assert.Null(await validator.ValidateAsync(issuer.WeakToken("alice"), default));
        issuer.ChangeKey();
        Assert.NotNull(await validator.ValidateAsync(issuer.Tokens.For("alice"), default));
    }

    [Fact]
    public async Task Validate_TellsWhichTokenItIs_AndWhenItWasIssued()
    {
        var identity = await ValidateAsync((_tokens with { More = new Dictionary<string, object> { ["jti"] = "id-7" } }).For("alice"));
        Assert.Equal("id-7", identity!.TokenId);
        Assert.InRange(identity.IssuedAt!.Value, TimeProvider.System.GetUtcNow().AddMinutes(-61), TimeProvider.System.GetUtcNow().AddMinutes(-59));
        Assert.Null((await ValidateAsync(_tokens.For("alice")))!.TokenId);
    }

    [Fact]
    public async Task Validate_AudienceOfAnotherServiceAtTheSameAuthority_IsNull()
    {
        await using var issuer = await TinyIssuer.StartAsync();
        var validator = Validator(("Auth:Authority", issuer.Url), ("Auth:Audience", "chat"));
        Assert.Null(await validator.ValidateAsync((issuer.Tokens with { Audience = "shop" }).For("alice"), default));
    }

    [Fact]
    public async Task Validate_HmacWithThePublicKeyAsSecret_IsNull()
    {
        await using var issuer = await TinyIssuer.StartAsync();
        var validator = Validator(("Auth:Authority", issuer.Url), ("Auth:Audience", "chat"), ("DevSignIn", "false"));
        var forged = TestTokens.Shared(((Microsoft.IdentityModel.Tokens.RsaSecurityKey)issuer.Tokens.Key).Rsa.ExportSubjectPublicKeyInfoPem()) with { Issuer = issuer.Url };
        Assert.Null(await validator.ValidateAsync(forged.For("alice"), default));
    }

    private async ValueTask<Identity?> ValidateAsync(string token) => await
        Validator(("Auth:SigningKey", SharedKey), ("Auth:Issuer", _tokens.Issuer), ("Auth:Audience", _tokens.Audience)).ValidateAsync(token, default);

    private ITokenValidator Validator(params (string Key, string Value)[] options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(options.Append(("DataDirectory", _data.FullName))
            .ToDictionary(o => $"AkkaRealtime:{o.Item1}", o => (string?)o.Item2));
        builder.AddServerOptions();
        builder.Services.AddAkkaRealtime(builder.Configuration);
        builder.AddSignIn();
        _app = builder.Build();
        return _app.Services.GetRequiredService<ITokenValidator>();
    }
}
