using AkkaRealtime.Server.SignIn;

namespace AkkaRealtime.Server.Tests.SignIn;

public sealed class AuthOptionsValidatorTests
{
    private const string GoodKey = "0123456789abcdef0123456789abcdef";

    [Fact]
    public void Validate_Nothing_SaysWhatToSet()
    {
        var fault = Assert.Single(Faults(new AuthOptions()));
        Assert.Contains("AkkaRealtime:Auth:Authority", fault, StringComparison.Ordinal);
        Assert.Contains("AkkaRealtime:Auth:SigningKey", fault, StringComparison.Ordinal);
        Assert.Contains("AkkaRealtime__DevSignIn", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_NoUserClaim_IsRefused() =>
        Assert.Contains("UserClaim", Assert.Single(Faults(new AuthOptions { SigningKey = GoodKey, UserClaim = " " })), StringComparison.Ordinal);

    [Fact]
    public void Validate_DevSignInAlone_IsGood() => Assert.Empty(Faults(new AuthOptions { DevSignIn = true }));

    [Fact]
    public void Validate_KeyOf32Bytes_IsGood() => Assert.Empty(Faults(new AuthOptions { SigningKey = GoodKey }));

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("base64:c2hvcnQ=")]
    [InlineData("base64:no base64 at all, but long enough")]
    public void Validate_BadKey_IsRefusedEvenInDevelopment(string key) =>
        Assert.Contains("SigningKey", Assert.Single(Faults(new AuthOptions { SigningKey = key, DevSignIn = true })), StringComparison.Ordinal);

    [Theory]
    [InlineData("id.example.com")]
    [InlineData("ftp://id.example.com")]
    [InlineData("http://id.example.com")]
    public void Validate_BadAuthority_IsRefused(string authority) =>
        Assert.Contains("Authority", Assert.Single(Faults(new AuthOptions { Authority = authority, Audience = "chat" })), StringComparison.Ordinal);

    [Theory]
    [InlineData("https://id.example.com")]
    [InlineData("http://localhost:8080/realms/x")]
    [InlineData("http://127.0.0.1:8080")]
    public void Validate_GoodAuthority_IsGood(string authority) => Assert.Empty(Faults(new AuthOptions { Authority = authority, Audience = "chat" }));

    [Fact]
    public void Validate_AuthorityWithoutAudience_IsRefused() =>
        Assert.Contains("Audience", Assert.Single(Faults(new AuthOptions { Authority = "https://id.example.com" })), StringComparison.Ordinal);

    private static IEnumerable<string> Faults(AuthOptions options) => new AuthOptionsValidator().Validate(null, options).Failures ?? [];
}
