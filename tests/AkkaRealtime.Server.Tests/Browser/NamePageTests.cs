using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What people are called, and what time it is, as the page shows it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class NamePageTests(Pages pages)
{
    // A device whose clock is an hour ahead.
    private const string AnHourAhead = """
        const Real = Date;
        globalThis.Date = class extends Real {
          constructor(...args) { if (args.length === 0) super(Real.now() + 3_600_000); else super(...args); }
          static now() { return Real.now() + 3_600_000; }
        };
        """;

    [SkippableFact]
    public async Task Somebody_never_met_is_found_by_name_looked_at_and_written_to()
    {
        await using var scene = await pages.SceneAsync("Alice", "Olga");
        var (alice, olga) = scene;
        await alice.Page.Keyboard.PressAsync("Control+k");
        await alice.On("search-input").FillAsync(olga.Id.ToUpperInvariant());
        await alice.Of("search-person", olga).ClickAsync();
        await Expect(alice.On("profile-name")).ToHaveTextAsync("Olga");
        await alice.On("profile-message").ClickAsync();
        await Expect(alice.On("room-title")).ToHaveTextAsync("Olga");
        await alice.SayAsync("hello there");
        await olga.OpenFirstRoomAsync();
        await olga.SeesAsync("hello there");

        // Once a room is shared, the card shows who is there; from a group it opens by the name.
        await olga.OpenGroupAsync("Crew", alice);
        await olga.SayAsync("all here?");
        await alice.Page.Locator("[data-testid=room-item]").Filter(new() { HasText = "Crew" }).ClickAsync();
        await alice.Message("all here?").GetByTestId("profile-open").ClickAsync();
        await Expect(alice.On("profile-status")).ToHaveTextAsync("Online");
        await Expect(alice.On("profile-call")).ToBeEnabledAsync();
    }

    [SkippableFact]
    public async Task Somebody_who_is_renamed_has_the_new_name_everywhere_without_a_reload_and_after_one()
    {
        await using var scene = await pages.SceneAsync("Zoe", "Bob");
        var (zoe, bob) = scene;
        await zoe.OpenGroupAsync("Climbing", bob);
        await zoe.SayAsync("hello");
        await zoe.OpenDirectAsync(bob);
        await zoe.SayAsync("psst");
        var climbing = Room(bob, "Climbing");
        await climbing.ClickAsync();
        await bob.SeesAsync("hello");
        await bob.On("room-menu").ClickAsync();
        await ShowsAsync(bob, zoe.Id, "Zoe");
        var loaded = await bob.Page.EvaluateAsync<double>("() => window.witness.loaded");

        // An operator gives her another name: it comes with her next token.
        await using (await RawClient.SignInAsync(scene.Server, "Zoë", user: zoe.Id))
        {
            await ShowsAsync(bob, zoe.Id, "Zoë");
            await Expect(zoe.On("user-status")).ToContainTextAsync("Zoë");
        }

        Assert.Equal(loaded, await bob.Page.EvaluateAsync<double>("() => window.witness.loaded"));
    }

    [SkippableFact]
    public async Task Somebody_who_was_renamed_while_the_page_was_closed_has_the_new_name_when_it_opens()
    {
        await using var scene = await pages.SceneAsync("Zoe", "Bob");
        var (zoe, bob) = scene;
        await zoe.OpenGroupAsync("Climbing", bob);
        await zoe.SayAsync("hello");
        await bob.OpenFirstRoomAsync();
        await Expect(bob.Page.Locator(".message-name")).ToHaveTextAsync("Zoe");
        await bob.Page.WaitForFunctionAsync("() => Object.values(localStorage).some((value) => value.includes('\"Zoe\"'))");
        await bob.Page.GotoAsync("about:blank");
        await zoe.Page.GotoAsync("about:blank");
        await using var phone = await RawClient.SignInAsync(scene.Server, "Zoë", user: zoe.Id);

        await bob.Page.GotoAsync(scene.Server.Url.ToString());
        await bob.UntilConnectedAsync();
        await bob.OpenFirstRoomAsync();
        await Expect(bob.Page.Locator(".message-name")).ToHaveTextAsync("Zoë");
    }

    [SkippableFact]
    public async Task A_device_an_hour_ahead_says_right_how_long_ago_somebody_was_here_and_clears_a_status_in_time()
    {
        var server = await pages.ServerAsync(Pages.ShortTimes);
        await using var alice = await Person.SignInAsync(await pages.BrowserAsync(), server, "Alice");
        await using var bob = await Person.SignInAsync(await pages.BrowserAsync(), server, "Bob", camera: AnHourAhead);
        await bob.OpenDirectAsync(alice);

        await bob.On("user-status").ClickAsync();
        await bob.On("status-text").FillAsync("Lunch");
        await bob.On("status-clear").SelectOptionAsync(new SelectOptionValue { Label = "30 minutes" });
        await bob.On("status-save").ClickAsync();
        await using var phone = await RawClient.SignInAsync(server, "Bob", user: bob.Id);
        var patience = Task.Delay(TimeSpan.FromMinutes(1));
        DateTimeOffset? clearAt = null;
        while (clearAt is null && !patience.IsCompleted)
        {
            var own = (await phone.RequestAsync("status.get", new { users = new[] { bob.Id } })).Data.GetProperty("users")[0];
            clearAt = own.TryGetProperty("clearAt", out var at) ? at.GetDateTimeOffset() : null;
        }

        var left = clearAt!.Value - DateTimeOffset.Parse((await phone.RequestAsync("session.ping"))["serverTime"]!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(left.TotalMinutes, 25, 30);

        await alice.Context.DisposeAsync();
        await Expect(bob.On("room-subtitle")).ToHaveTextAsync("last seen just now");
    }

    private static ILocator Room(Person person, string title) => person.On("room-item").Filter(new() { HasText = title });

    // In the list of rooms, over the message, among the members.
    private static async Task ShowsAsync(Person person, string user, string name)
    {
        await Expect(Room(person, name).Filter(new() { HasText = "psst" })).ToHaveCountAsync(1);
        await Expect(person.Page.Locator(".message-name")).ToHaveTextAsync(name);
        await Expect(person.Page.Locator($"[data-testid=member][data-user='{user}']")).ToContainTextAsync(name);
        await Expect(Room(person, "Climbing")).ToContainTextAsync($"{name}: hello");
    }
}
