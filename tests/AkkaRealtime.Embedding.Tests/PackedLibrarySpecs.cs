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

        await alice.SendAsync(new { type = "order.place", data = new { @ref = "1", sku = "a1" } });
        Assert.Equal("alice-a1", (await alice.NextAsync("order.placed")).GetProperty("id").GetString());
        Assert.True((await http.PostAsync("/ship/alice/alice-a1", null)).IsSuccessStatusCode);
        Assert.Equal("alice-a1", (await alice.NextAsync("order.shipped")).GetProperty("id").GetString());
        await alice.CloseAsync();
    }

    [Fact]
    public async Task Should_carry_a_domain_with_a_log_and_tables_and_its_specs()
    {
        await using var outside = new FreshApp();
        await outside.PackAsync();
        await outside.CopyAsync("src/AkkaRealtime.Polls");
        await outside.CopyAsync("tests/AkkaRealtime.Polls.Tests");
        await outside.TestAsync("tests/AkkaRealtime.Polls.Tests");
    }
}
