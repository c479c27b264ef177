using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What people type into the search, and what of a hit is marked.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class SearchPageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_word_with_a_hyphen_is_found_and_marked()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await alice.SayAsync("Up to you to follow");
        await alice.SayAsync("Please send the follow-up to Zürich (東京都 too), in C++ 👍🏽");
        await bob.OpenFirstRoomAsync();
        await Expect(bob.On("message")).ToHaveCountAsync(2);
        await bob.On("search-open").ClickAsync();

        foreach (var (query, marked) in new[]
        {
            ("follow-up", "follow-up"), ("FOLLOW-U", "follow-u"), ("zurich", "Zürich"), ("京都", "京都"), ("東", "東"), ("c++", "C"), ("(東京", "東京"), ("👍", "👍🏽"),
        })
        {
            await bob.On("search-input").FillAsync(query);
            await Expect(bob.On("search-hit").Locator("mark").First).ToHaveTextAsync(marked);
            await Expect(bob.On("search-hit")).ToHaveCountAsync(1);
        }

        await bob.On("search-input").FillAsync("nowhere-(");
        await Expect(bob.On("search-hit")).ToHaveCountAsync(0);
        await bob.On("search-input").FillAsync("follow-up");
        await bob.On("search-hit").ClickAsync();
        await Expect(bob.Page.Locator("[data-found]")).ToContainTextAsync("follow-up");
        Assert.DoesNotContain(bob.Console, line => line.StartsWith("page error", StringComparison.Ordinal));
    }
}
