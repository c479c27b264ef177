using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Somebody is picked by name.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PickingPageTests(Pages pages)
{
    [SkippableFact]
    public async Task Whoever_is_named_or_suggested_is_found_in_any_script_and_a_name_that_nobody_has_opens_nothing()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, _) = scene;
        await using var anna = await Person.SignInAsync(await pages.BrowserAsync(), scene.Server, "Анна Петрова", id: ServerFixture.NewName("anna"));

        // Both know each other from a group.
        await alice.OpenGroupAsync("Crew", anna);
        await alice.SayAsync("hello");
        await anna.OpenFirstRoomAsync();
        await anna.SayAsync("привет");
        await alice.SeesAsync("привет");

        await alice.On("new-conversation").First.ClickAsync();
        await alice.On("new-conversation-user").FillAsync("Нико Никто");
        await alice.On("new-direct-submit").ClickAsync();
        await Expect(alice.On("new-conversation-error")).ToContainTextAsync("Нико Никто");
        await Expect(alice.On("room-item")).ToHaveCountAsync(1);

        // Enter takes the first who is suggested.
        await alice.On("new-conversation-user").FillAsync("анна");
        await Expect(alice.Of("person-suggestion", anna)).ToBeVisibleAsync();
        await alice.On("new-conversation-user").PressAsync("Enter");
        await Expect(alice.Page.Locator(".chip")).ToContainTextAsync(anna.Name);

        // Whoever is called so is meant, and the button is hit while suggestions show.
        await alice.On("new-conversation-user").FillAsync("анна петрова");
        await Expect(alice.Of("person-suggestion", anna)).ToBeVisibleAsync();
        await alice.On("new-direct-submit").ClickAsync();
        await Expect(alice.On("new-conversation-user")).ToHaveCountAsync(0);
        await Expect(alice.On("room-title")).ToHaveTextAsync(anna.Name);
    }
}
