using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>A part of the page that fails takes nothing else with it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PartPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Parts_that_cannot_be_loaded_say_so_in_their_places_while_people_write_on_and_come_by_one_press()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        const string later = "**/assets/parts-*";
        await alice.Context.RouteAsync(later, route => route.AbortAsync());
        await alice.Page.ReloadAsync();
        await alice.UntilConnectedAsync();

        await alice.On("user-status").ClickAsync();
        await Expect(alice.On("broken").First).ToContainTextAsync("Try again");
        await alice.SayAsync("I can still write");
        await bob.SeesAsync("I can still write");
        await bob.SayAsync("and read?");
        await alice.SeesAsync("and read?");

        await alice.Context.UnrouteAsync(later);
        await alice.On("broken-reload").First.ClickAsync();
        await Expect(alice.On("broken")).ToHaveCountAsync(0);
        await Expect(alice.On("status-menu")).ToBeVisibleAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.On("status-menu")).ToHaveCountAsync(0);
        await Expect(alice.On("app")).ToHaveAttributeAsync("data-state", "ready");
        await alice.On("new-conversation").First.ClickAsync();
        await Expect(alice.On("new-conversation-user")).ToBeVisibleAsync();

        // As it looks at all times: their styles were missed with them.
        await Expect(alice.Page.Locator(".picker-box")).ToHaveCSSAsync("display", "flex");
    }
}
