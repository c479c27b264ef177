using AkkaRealtime.Routing.Chat.Previews;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class FoundLinksTests
{
    private readonly FakeTimeProvider _time = new();
    private int _asked;

    [Fact]
    public async Task Link_AskedForByMany_IsLookedAtOnce_UntilItIsForgotten()
    {
        var links = new FoundLinks(TimeSpan.FromMinutes(10), _time);
        var answer = new TaskCompletionSource<FoundLink>();
        var (first, second) = (links.GetAsync("a", () => Find(answer.Task)), links.GetAsync("a", () => Find(answer.Task)));
        answer.SetResult(new FoundLink(new PageHead("s", null, null, null)));
        Assert.Same(await first, await second);

        _time.Advance(TimeSpan.FromMinutes(9));
        await links.GetAsync("a", () => Find(answer.Task));
        Assert.Equal(1, _asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        await links.GetAsync("a", () => Find(answer.Task));
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task Links_BeyondTheBytes_AreForgottenOldestFirst()
    {
        var links = new FoundLinks(TimeSpan.FromMinutes(10), _time);
        foreach (var url in new[] { "a", "b", "c" })
            await links.GetAsync(url, () => Find(Task.FromResult(new FoundLink(null, new byte[16_777_216]))));
        await links.GetAsync("c", () => Find(Task.FromResult(FoundLink.Nothing)));
        Assert.Equal(3, _asked);
        await links.GetAsync("a", () => Find(Task.FromResult(FoundLink.Nothing)));
        Assert.Equal(4, _asked);
    }

    [Fact]
    public async Task Link_ThatFails_IsNothingForWhoWaits()
    {
        var links = new FoundLinks(TimeSpan.FromMinutes(10), _time);
        var failing = new TaskCompletionSource<FoundLink>();
        var (first, second) = (links.GetAsync("a", () => failing.Task), links.GetAsync("a", () => Find(failing.Task)));
        failing.SetException(new InvalidOperationException());
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Same(FoundLink.Nothing, await second);
    }

    private Task<FoundLink> Find(Task<FoundLink> found)
    {
        _asked++;
        return found;
    }
}
