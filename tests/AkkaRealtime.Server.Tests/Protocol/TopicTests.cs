using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary><c>topic.…</c> over a real socket, on a server whose host names no topics: whoever asks is told so, and nothing breaks.</summary>
[Collection(SharedServer.Name)]
public sealed class TopicTests(ServerFixture fixture)
{
    [Fact]
    public async Task Subscribe_TopicThatTheHostDoesNotKnow_IsForbidden()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        Assert.Equal("forbidden", await alice.RefusalAsync("topic.subscribe", new { topic = "prices" }));
        Assert.Equal("bad-request", await alice.RefusalAsync("topic.subscribe", new { topic = "two words" }));
        Assert.Equal("bad-request", await alice.RefusalAsync("topic.subscribe"));
    }

    [Fact]
    public async Task Unsubscribe_TopicThatNobodyFollows_IsAnswered()
    {
        await using var alice = await RawClient.NewAsync(fixture.Server, "Alice");
        var left = await alice.RequestAsync("topic.unsubscribe", new { topic = "prices" });
        Assert.Equal(("topic.unsubscribed", "prices"), (left.Type, left["topic"]));
    }
}
