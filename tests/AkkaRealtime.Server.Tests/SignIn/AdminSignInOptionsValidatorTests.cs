using AkkaRealtime.Server.SignIn;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server.Tests.SignIn;

public sealed class AdminSignInOptionsValidatorTests
{
    [Theory]
    [InlineData(null, null, "false", "openid", null)]
    [InlineData("admin-page", "https://id.example.com", "true", "openid", null)]
    [InlineData("admin-page", null, "true", "openid", "AkkaRealtime:Auth:Authority")]
    [InlineData("admin-page", "https://id.example.com", "false", "openid", "AkkaRealtime:Admin:Tokens")]
    [InlineData("admin-page", "https://id.example.com", "true", " ", "AkkaRealtime:Admin:SignIn:Scope")]
    public void Validate_SaysWhatIsMissing(string? client, string? authority, string tokens, string scope, string? missing)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("AkkaRealtime:Admin:Tokens", tokens)]).Build();
        var validator = new AdminSignInOptionsValidator(Options.Create(new AuthOptions { Authority = authority }), configuration);
        var faults = validator.Validate(null, new AdminSignInOptions { ClientId = client, Scope = scope }).Failures ?? [];
        if (missing is null)
            Assert.Empty(faults);
        else
            Assert.Contains(missing, Assert.Single(faults), StringComparison.Ordinal);
    }
}
