using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Polls, as people open them and vote.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PollPageTests(Pages pages)
{
    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task A_poll_is_opened_in_a_dialog_voted_on_by_keyboard_and_counted_for_everybody_after_a_reload_as_well(ColorScheme scheme)
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        foreach (var person in new[] { alice, bob })
            await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await alice.OpenGroupAsync("Crew", bob);
        await bob.OpenFirstRoomAsync();

        await alice.On("composer-tool").ClickAsync();
        await alice.On("new-poll-question").FillAsync("Tea or coffee?");
        await alice.On("new-poll-option").Nth(0).FillAsync("Tea");
        await alice.On("new-poll-option").Nth(1).FillAsync("Coffee");
        await alice.On("new-poll-add").ClickAsync();
        await Expect(alice.On("new-poll-option").Nth(2)).ToBeFocusedAsync();
        await alice.Page.Keyboard.TypeAsync("Neither");
        await Axe.FindsNothingAsync(alice.Page, "a new poll");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("new-poll")).ToHaveCountAsync(0);

        // From the composer to the poll, and in it to an answer, which is given by Enter.
        await Expect(bob.On("poll")).ToHaveAttributeAsync("data-state", "open");
        await bob.On("composer-input").FocusAsync();
        await bob.On("poll").GetByRole(AriaRole.Radio, new() { Name = "Tea" }).FocusAsync();
        await bob.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(bob.On("poll").GetByRole(AriaRole.Radio, new() { Name = "Coffee" })).ToBeCheckedAsync();
        await SeeAsync(alice, 0, 0, 0);
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(bob.On("poll-vote")).ToHaveTextAsync("Change vote");
        await SeeAsync(alice, 0, 1, 0);
        await SeeAsync(bob, 0, 1, 0);

        await alice.On("poll-option").Nth(0).ClickAsync();
        await alice.On("poll-vote").ClickAsync();
        await SeeAsync(bob, 1, 1, 0);
        await Axe.FindsNothingAsync(bob.Page, "a poll");

        await alice.Page.ReloadAsync();
        await SeeAsync(alice, 1, 1, 0);
        await Expect(alice.On("poll-option").Nth(0)).ToHaveAttributeAsync("data-mine", "true");

        await Expect(bob.On("poll-close")).ToHaveCountAsync(0);
        await alice.On("poll-close").ClickAsync();
        await alice.On("poll-close-yes").ClickAsync();
        await Expect(bob.On("poll")).ToHaveAttributeAsync("data-state", "closed");
        await Axe.FindsNothingAsync(bob.Page, "a closed poll");
        Assert.DoesNotContain(bob.Console, line => line.StartsWith("page error", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task A_poll_fits_a_phone_and_a_line_that_runs_from_right_to_left_and_shows_in_forced_colours()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenGroupAsync("Crew", bob);
        await alice.SayAsync("begin");
        await alice.On("composer-input").FillAsync($"/poll {new string('q', 120)}? | {new string('a', 90)} | No");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("poll")).ToHaveAttributeAsync("data-state", "open");
        await alice.On("poll-option").Nth(1).ClickAsync();
        await alice.On("poll-vote").ClickAsync();
        await SeeAsync(alice, 0, 1);

        await alice.Page.SetViewportSizeAsync(360, 640);
        await ExpectInsideAsync(alice, "[data-testid=poll] *, .composer-line > *");
        await alice.Page.EvaluateAsync("() => localStorage.setItem('akkarealtime.language', 'ar-XB')");
        await alice.Page.ReloadAsync();
        await SeeAsync(alice, 0, 1);
        await ExpectInsideAsync(alice, "[data-testid=poll] *, .composer-line > *");
        var (bar, fill) = await EdgesAsync(alice);
        Assert.Equal(bar, fill, 1.0);

        await alice.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        Assert.True(await alice.Page.EvaluateAsync<bool>("""
            () => {
              const bars = [...document.querySelectorAll(".poll-bar")];
              const probe = Object.assign(document.body.appendChild(document.createElement("i")), { style: "forced-color-adjust: none; background: Highlight" });
              return bars.every((bar) => getComputedStyle(bar).borderTopStyle === "solid") && getComputedStyle(bars[1].firstChild).backgroundColor === getComputedStyle(probe).backgroundColor;
            }
            """));
    }

    /// <summary>Sees how many have chosen each answer.</summary>
    private static async Task SeeAsync(Person person, params int[] votes)
    {
        for (var i = 0; i < votes.Length; i++)
            await Expect(person.On("poll-option").Nth(i)).ToHaveAttributeAsync("data-votes", $"{votes[i]}");
    }

    /// <summary>Nothing of it reaches beyond the sides of the window.</summary>
    private static async Task ExpectInsideAsync(Person person, string selector) => Assert.Empty(await person.Page.EvaluateAsync<string[]>(
        "(selector) => [...document.querySelectorAll(selector)].filter((e) => { const { left, right } = e.getBoundingClientRect(); return left < 0 || right > innerWidth; }).map((e) => e.outerHTML.slice(0, 120))",
        selector));

    // Where the line ends, right or left, a bar begins: at the right from right to left.
    private static async Task<(double Bar, double Fill)> EdgesAsync(Person person)
    {
        var edges = await person.Page.EvaluateAsync<double[]>("() => { const bar = document.querySelectorAll('.poll-bar')[1]; return [bar, bar.firstChild].map((e) => e.getBoundingClientRect().right); }");
        return (edges[0], edges[1]);
    }
}
