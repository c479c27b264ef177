using System.Net.WebSockets;
using AkkaRealtime.Connections;
using AkkaRealtime.Embedding.Tests.Support;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>Who signs in is the app's to say.</summary>
public sealed class OwnJwtSpecs
{
    [Fact]
    public async Task Should_take_the_tokens_of_the_apps_default_scheme()
    {
        await using var app = await StartAsync(services => services.AddOwnJwt());
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice", "Alice A."));
        var ready = await alice.NextAsync("session.ready");
        Assert.Equal("Alice A.", ready.GetProperty("user").GetProperty("name").GetString());
        Assert.True(ready.GetProperty("expiresAt").GetDateTimeOffset() > TimeProvider.System.GetUtcNow());
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync(OwnJwt.TokenFor("alice", issuer: "somebody-else")));
        await Assert.ThrowsAsync<WebSocketException>(() => app.ConnectAsync(OwnJwt.TokenFor(new string('x', 65))));
        using var other = await app.ConnectAsync(OwnJwt.TokenFor("auth0|64f1c2"));
        Assert.Equal("esc:auth0:7C64f1c2", (await other.NextAsync("session.ready")).GetProperty("user").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_take_the_tokens_of_the_scheme_that_the_app_names()
    {
        await using var app = await StartAsync(services =>
        {
            services.AddAuthentication("cookies").AddCookie("cookies");
            services.AddOwnJwt("tokens");
            services.AddAkkaRealtimeTokens("tokens");
        });
        using var alice = await app.ConnectAsync(OwnJwt.TokenFor("alice"));
        await alice.NextAsync("session.ready");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Should_leave_it_to_the_apps_validator_where_it_has_one(bool before)
    {
        await using var app = await App.StartAsync(
            builder =>
            {
                if (before)
                    builder.Services.AddSingleton<ITokenValidator, Names>();
                builder.Services.AddAkkaRealtime(builder.Configuration);
                if (!before)
                    builder.Services.AddSingleton<ITokenValidator, Names>();
            },
            app => app.MapAkkaRealtime());
        using var bob = await app.ConnectAsync("bob");
        Assert.Equal("bob", (await bob.NextAsync("session.ready")).GetProperty("user").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Should_not_start_where_nobody_could_sign_in()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(_ => { }));
        Assert.StartsWith("Nobody could sign in to AkkaRealtime: add authentication", fault.Message, StringComparison.Ordinal);
    }

    private static Task<App> StartAsync(Action<IServiceCollection> services) => App.StartAsync(
        builder =>
        {
            builder.Services.AddAkkaRealtime(builder.Configuration);
            services(builder.Services);
        },
        app => app.MapAkkaRealtime());

    private sealed class Names : ITokenValidator
    {
        public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => new(new Identity(new UserId(token), token, null));
    }
}
