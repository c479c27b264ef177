using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Who is online, as others see it on the page.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class StatusPageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_reload_shows_no_flicker_and_a_closed_page_goes_offline()
    {
        await using var scene = await pages.SceneAsync(await pages.ServerAsync(Pages.ShortTimes), "Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "online");
        await RecordAsync(alice);

        await bob.Page.ReloadAsync();
        await bob.UntilConnectedAsync();
        await bob.Context.DisposeAsync();
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "offline");
        Assert.Equal(["offline"], await RecordedAsync(alice));
    }

    [SkippableFact]
    public async Task Chosen_statuses_show_and_invisible_looks_offline()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);

        foreach (var (choice, shown) in new[] { ("busy", "busy"), ("away", "away"), ("invisible", "offline"), ("online", "online") })
        {
            await bob.On("user-status").ClickAsync();
            await bob.On($"status-{choice}").ClickAsync();
            await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", shown);
            await bob.Page.Keyboard.PressAsync("Escape");
        }
    }

    [SkippableFact]
    public async Task Local_time_of_somebody_elsewhere_stands_in_their_profile_until_they_hide_it()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await using var elsewhere = await Person.SignInAsync(await pages.BrowserAsync(), scene.Server, "Bob", id: bob.Id, zone: "Pacific/Kiritimati");
        await alice.On("room-menu").ClickAsync();
        await alice.Page.Locator($"[data-testid=profile-open][data-user='{bob.Id}']").First.ClickAsync();
        await Expect(alice.On("profile-time")).ToContainTextAsync("local time");

        await elsewhere.On("user-status").ClickAsync();
        await Expect(elsewhere.On("zone-item")).ToContainTextAsync("Shared");
        await elsewhere.On("zone-item").ClickAsync();
        await Expect(elsewhere.On("zone-item")).ToHaveAttributeAsync("aria-checked", "false");
        await Expect(alice.On("profile-time")).ToHaveCountAsync(0);
        await elsewhere.Page.ReloadAsync();
        await elsewhere.UntilConnectedAsync();
        await elsewhere.On("user-status").ClickAsync();
        await Expect(elsewhere.On("zone-item")).ToHaveAttributeAsync("aria-checked", "false");
    }

    [SkippableFact]
    public async Task Somebody_who_does_nothing_for_five_minutes_is_away()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "online");

        await bob.Page.Clock.InstallAsync();
        await bob.Page.ReloadAsync();
        await bob.UntilConnectedAsync();
        await bob.Page.Clock.FastForwardAsync("05:01");
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "away");
        await bob.Page.Mouse.MoveAsync(100, 100);
        await bob.Page.Keyboard.PressAsync("Shift");
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "online");
    }

    [SkippableFact]
    public async Task A_status_keeps_its_end_when_its_text_is_changed_and_is_told_in_words_beside_it()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.On("user-status").ClickAsync();
        await bob.On("status-busy").ClickAsync();
        await Expect(bob.On("user-status")).ToContainTextAsync("Do not disturb");
        await bob.On("user-status").ClickAsync();
        await bob.On("status-text").FillAsync("Reviewing");
        await bob.On("status-clear").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await bob.On("status-save").ClickAsync();
        await Expect(bob.On("user-status")).ToContainTextAsync("Do not disturb · Reviewing · 30 min left");
        await Expect(alice.On("room-subtitle")).ToContainTextAsync("Do not disturb · Reviewing");

        await bob.On("user-status").ClickAsync();
        await bob.On("status-text").FillAsync("Still reviewing");
        await bob.On("status-save").ClickAsync();
        await Expect(bob.On("user-status")).ToContainTextAsync(new System.Text.RegularExpressions.Regex("Do not disturb · Still reviewing · (29|30) min left"));

        await bob.On("user-status").ClickAsync();
        await bob.On("status-invisible").ClickAsync();
        await Expect(bob.On("user-status")).ToContainTextAsync("Invisible · Still reviewing");
    }

    [SkippableFact]
    public async Task Without_a_server_nobody_is_shown_as_online()
    {
        await using var server = await AkkaRealtime.Server.Tests.Support.ServerProcess.StartAsync();
        await using var scene = await pages.TalkAsync(server);
        var (alice, _) = scene;
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "online");
        await server.KillAsync();
        await Expect(Dot(alice)).ToHaveAttributeAsync("data-status", "unknown");
        await Expect(alice.On("user-status")).ToHaveAttributeAsync("data-status", "unknown");
        await Expect(alice.On("user-status")).ToContainTextAsync("Not connected");
        await Expect(alice.On("room-subtitle")).ToHaveTextAsync("Status unknown");

        // The seconds are counted, and not read aloud.
        var banner = alice.On("connection-banner");
        await Expect(banner).ToBeVisibleAsync();
        await Expect(banner).Not.ToHaveTextAsync(await banner.TextContentAsync() ?? "");
        await Expect(banner.GetByRole(Microsoft.Playwright.AriaRole.Status).First).ToHaveTextAsync("Connection lost. What you write is kept and sent later.");
    }

    private static Microsoft.Playwright.ILocator Dot(Person person) => person.On("room-item").First.GetByTestId("presence");

    private static async Task RecordAsync(Person person) => await person.Page.EvaluateAsync("""
        () => {
          const dot = document.querySelector('[data-testid=room-item] [data-testid=presence]');
          window.statuses = [];
          new MutationObserver(() => window.statuses.push(dot.dataset.status)).observe(dot, { attributes: true, attributeFilter: ['data-status'] });
        }
        """);

    private static Task<string[]> RecordedAsync(Person person) => person.Page.EvaluateAsync<string[]>("() => window.statuses");
}
