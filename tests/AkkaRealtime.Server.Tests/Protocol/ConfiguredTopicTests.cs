using System.Net;
using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Topics of the stock server, which an operator names in the configuration.</summary>
public sealed class ConfiguredTopicTests(ConfiguredTopicTests.Fixture fixture) : IClassFixture<ConfiguredTopicTests.Fixture>
{
    [Fact]
    public async Task Topic_ForEverybody_BringsWhatIsPublishedAndWhatWasMissed()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var subscribed = await alice.RequestAsync("topic.subscribe", new { topic = "prices" });
        await PublishAsync("prices", 1);
        var message = await alice.WaitForAsync("topic.message");
        Assert.Equal(("1", subscribed["epoch"]), (message["seq"], message["epoch"]));
        await PublishAsync("prices", 2);
        await using var again = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var recovered = await again.RequestAsync("topic.subscribe", new { topic = "prices", after = 1, epoch = subscribed["epoch"] });
        Assert.Equal(("True", "2"), (recovered["recovered"], recovered["head"]));
    }

    [Fact]
    public async Task Topic_OfAUser_IsForThatUserOnly()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await alice.RequestAsync("topic.subscribe", new { topic = $"orders.{alice.User}" });
        Assert.Equal("forbidden", await bob.RefusalAsync("topic.subscribe", new { topic = $"orders.{alice.User}" }));
        Assert.Equal("forbidden", await bob.RefusalAsync("topic.subscribe", new { topic = "secrets" }));
        await PublishAsync($"orders.{alice.User}", 1);
        var message = await alice.WaitForAsync("topic.message");
        Assert.Null(message["seq"]);
        await bob.AssertNoneAsync("topic.message");
    }

    [Fact]
    public async Task Publish_ToATopicThatNobodyNames_SaysWhereToNameIt()
    {
        var (status, problem) = await fixture.Admin.SendAsync(HttpMethod.Post, "publish", new { to = new { topic = "secrets" }, type = "price.changed", data = new { } });
        Assert.Equal((HttpStatusCode.BadRequest, "to"), (status, problem.GetProperty("field").GetString()));
        Assert.Contains("Name it in AkkaRealtime:Topics", problem.GetProperty("detail").GetString()!, StringComparison.Ordinal);
    }

    private async Task PublishAsync(string topic, int price) => Assert.Equal(
        HttpStatusCode.Accepted, (await fixture.Admin.SendAsync(HttpMethod.Post, "publish", new { to = new { topic }, type = "price.changed", data = new { price } })).Status);

    /// <summary>A server with topics.</summary>
    public sealed class Fixture : AdminFixture
    {
        private protected override async Task<ServerProcess?> StartAsync() => await AdminClient.StartAsync(
            ("AkkaRealtime:Topics:prices:Keep", "100"),
            ("AkkaRealtime:Topics:0:Name", "orders.{user}"));
    }
}
