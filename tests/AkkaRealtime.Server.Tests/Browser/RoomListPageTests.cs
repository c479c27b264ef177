using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>The list of conversations of somebody who has many, as they arrange it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class RoomListPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Sections_close_what_is_unread_stands_first_and_both_are_so_after_a_reload()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        for (var i = 1; i <= 6; i++)
            await alice.OpenGroupAsync($"Group {i}", bob);
        await Expect(alice.On("room-item")).ToHaveCountAsync(7);
        var sections = alice.On("room-section");
        await Expect(sections).ToHaveTextAsync(["People", "Groups"]);

        // What is open stays.
        await alice.Page.GetByRole(AriaRole.Button, new() { Name = "Groups", Exact = true }).ClickAsync();
        await Expect(alice.On("room-item")).ToHaveCountAsync(2);
        await Expect(alice.Page.Locator("[data-testid=room-item][aria-current]")).ToContainTextAsync("Group 6");

        // By the keyboard alone.
        await alice.On("list-menu").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("unread-first")).ToBeFocusedAsync();
        await Axe.FindsNothingAsync(alice.Page, "how the list is arranged");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("unread-first")).ToHaveCountAsync(0);
        await Expect(alice.On("list-menu")).ToBeFocusedAsync();

        await bob.Page.Locator("[data-testid=room-item]", new() { HasText = "Group 2" }).ClickAsync();
        await bob.SayAsync("news");
        await Expect(sections).ToHaveTextAsync(["Unread", "People", "Groups"]);
        await Expect(alice.On("room-item").First).ToContainTextAsync("Group 2");
        await alice.Page.ReloadAsync();
        await Expect(sections).ToHaveTextAsync(["Unread", "People", "Groups"]);
        await Expect(alice.On("room-item")).ToHaveCountAsync(3);

        // It is read, and stays until another conversation is opened.
        await alice.On("room-item").First.ClickAsync();
        await alice.SeesAsync("news");
        await Expect(alice.On("room-unread")).ToHaveCountAsync(0);
        await Expect(alice.On("room-item").First).ToContainTextAsync("Group 2");
        await alice.On("room-item").Nth(1).ClickAsync();
        await Expect(sections).ToHaveTextAsync(["People", "Groups"]);
    }

    [SkippableFact]
    public async Task A_profile_names_what_we_share_and_leads_there()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("Climbing", bob);
        await alice.On("room-menu").ClickAsync();
        await alice.Of("member", bob).GetByTestId("profile-open").ClickAsync();
        await Expect(alice.On("profile")).ToContainTextAsync("1 conversation in common");
        await Axe.FindsNothingAsync(alice.Page, "somebody's card");
        await alice.On("profile-rooms").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(alice.On("profile")).ToHaveCountAsync(0);
        await Expect(alice.On("room-title")).ToHaveTextAsync("Climbing");
    }
}
