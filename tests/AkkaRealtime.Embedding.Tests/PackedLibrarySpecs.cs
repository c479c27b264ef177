using AkkaRealtime.Embedding.Tests.Support;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>The library as others get it: the package, in an app that has never seen this repository.</summary>
public sealed class PackedLibrarySpecs
{
    [Fact]
    public async Task Should_serve_the_app_of_the_documentation_with_its_own_tokens_and_its_own_actors()
    {
        await using var app = new FreshApp();
        await app.PackAsync();
        await app.BuildAsync(FreshApp.ProgramOf("embedding.md"));
        await app.RunAsync($"--Jwt:Key={OwnJwt.Secret}");

        using var alice = await Client.ConnectAsync(new Uri(app.Url, "/ws/ws"), OwnJwt.TokenFor("alice", "Alice A."));
        Assert.Equal("Alice A.", (await alice.NextAsync("session.ready")).GetProperty("user").GetProperty("name").GetString());
        using var http = new HttpClient { BaseAddress = app.Url, Timeout = App.Wait };
        Assert.Equal("Hello, Alice", await http.GetStringAsync("/greet/Alice"));
        Assert.True((await http.GetAsync("/healthz/ready")).IsSuccessStatusCode);
        await alice.CloseAsync();
    }
}
