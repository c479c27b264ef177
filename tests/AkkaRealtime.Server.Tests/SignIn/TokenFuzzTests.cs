using System.Text;
using AkkaRealtime.Connections;
using AkkaRealtime.Server.SignIn;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Fuzz;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.SignIn;

/// <summary>Damaged tokens are nobody's: whatever was changed, nobody but who the good one is for comes in.</summary>
public sealed class TokenFuzzTests : IDisposable
{
    private const string Key = "a key for tests that is longer than 32 bytes";
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("akkarealtime-");

    [Fact]
    public async Task Token_Damaged_IsRefused()
    {
        var tokens = TestTokens.Shared(Key);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["AkkaRealtime:DataDirectory"] = _data.FullName,
            ["AkkaRealtime:Auth:SigningKey"] = Key,
            ["AkkaRealtime:Auth:Issuer"] = tokens.Issuer,
            ["AkkaRealtime:Auth:Audience"] = tokens.Audience,
        });
        builder.AddServerOptions();
        builder.Services.AddAkkaRealtime(builder.Configuration);
        builder.AddSignIn();
        await using var app = builder.Build();
        var validator = app.Services.GetRequiredService<ITokenValidator>();
        byte[][] seeds = [Encoding.ASCII.GetBytes(tokens.For("alice", "Alice")), Encoding.ASCII.GetBytes(TestTokens.Shared(new string('x', 40)).For("mallory", "Mallory"))];
        FuzzRun.Of(seeds, (input, _) =>
        {
            var identity = validator.ValidateAsync(Encoding.UTF8.GetString(input), default).AsTask().GetAwaiter().GetResult();
            Assert.True(identity is null or { User.Value: "alice", Name: "Alice" }, $"{identity}");
        });
    }

    public void Dispose() => _data.Delete(recursive: true);
}
