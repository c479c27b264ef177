using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>A part of the page that fails takes nothing else with it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PartPageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_part_that_cannot_be_loaded_says_so_in_its_place_while_people_write_on_and_comes_when_it_is_asked_for_again()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        const string later = "**/assets/parts-*.js";
        await alice.Context.RouteAsync(later, route => route.AbortAsync());
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();

        await alice.On("user-status").ClickAsync();
        await Expect(alice.On("broken").Last).ToContainTextAsync("Try again");
        await alice.SayAsync("I can still write");
        await bob.SeesAsync("I can still write");
        await bob.SayAsync("and read?");
        await alice.SeesAsync("and read?");

        await alice.Context.UnrouteAsync(later);
        await alice.On("broken-reload").Last.ClickAsync();
        await Expect(alice.On("status-menu")).ToBeVisibleAsync();
        await Expect(alice.On("app")).ToHaveAttributeAsync("data-state", "ready");
    }
}
