using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What axe finds in the states that people meet, in both themes; where the focus goes; forced colours and zoom.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class AccessibilityPageTests(Pages pages)
{
    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_nothing_in_the_main_states(ColorScheme scheme)
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await Axe.FindsNothingAsync(alice.Page, "nothing open");

        await alice.OpenGroupAsync("Crew", bob);
        await alice.SayAsync($"**hello** @{bob.Id}");
        await bob.OpenFirstRoomAsync();
        await bob.SayAsync($"hi `there` @{alice.Id}");
        await bob.SayAsync("https://example.org/x");
        await alice.SeesAsync("https://example.org/x");
        await alice.On("format-toggle").ClickAsync();
        await Expect(alice.On("format-bar")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "a conversation, and what formats");

        var message = alice.Message("https://example.org/x");
        await message.HoverAsync();
        await message.GetByTestId("message-react").ClickAsync();
        await Expect(alice.On("emoji-picker")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "the emoji");
        await alice.On("emoji-filter").PressAsync("Enter");
        await Expect(message.GetByTestId("message-reaction")).ToBeVisibleAsync();
        await message.HoverAsync();
        await message.GetByTestId("message-menu").ClickAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "a message's menu");
        await alice.Page.Keyboard.PressAsync("Escape");
        await message.HoverAsync();
        await message.GetByTestId("message-thread").ClickAsync();
        await alice.On("thread").GetByTestId("composer-input").FillAsync("in the thread");
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.On("thread").GetByTestId("message").Filter(new() { HasText = "in the thread" })).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "a thread");
        await alice.On("room-menu").ClickAsync();
        await Expect(alice.On("member").First).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "the members");
        await alice.Of("member", bob).GetByTestId("profile-open").ClickAsync();
        await Expect(alice.On("profile")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "somebody's card");
        await alice.On("block").ClickAsync();
        await Expect(alice.On("block-yes")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "the question before somebody is blocked");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("member-menu").ClickAsync();
        await Expect(alice.Page.GetByRole(AriaRole.Menu)).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "a member's menu");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("user-status").ClickAsync();
        await Expect(alice.On("status-menu")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "the status");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.On("search-open").ClickAsync();
        await alice.On("search-input").FillAsync("there");
        await Expect(alice.On("search-hit")).ToHaveCountAsync(1);
        await Axe.FindsNothingAsync(alice.Page, "the search");
        await alice.Page.Keyboard.PressAsync("Escape");
        await alice.Page.Keyboard.PressAsync("Escape");

        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(bob.Page, "a call that rings");
        await bob.On("accept-audio").ClickAsync();
        await Expect(alice.On("call-duration")).ToBeVisibleAsync();
        await alice.On("call-people-open").ClickAsync();
        await Expect(alice.On("call-people")).ToBeVisibleAsync();
        await Axe.FindsNothingAsync(alice.Page, "a call");
        await alice.On("hang-up").ClickAsync();
    }

    [SkippableFact]
    public async Task The_focus_comes_back_from_panels_menus_and_pickers_and_Escape_closes_them()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;
        foreach (var (opener, panel) in new[] { ("pins-open", "pins"), ("room-menu", "room-details"), ("user-status", "status-menu"), ("emoji-open", "emoji-picker") })
        {
            await alice.On(opener).FocusAsync();
            await alice.Page.Keyboard.PressAsync("Enter");
            await Expect(alice.On(panel)).ToBeVisibleAsync();
            await Expect(alice.On(panel).Locator(":focus")).ToHaveCountAsync(1);
            await alice.Page.Keyboard.PressAsync("Escape");
            await Expect(alice.On(panel)).ToHaveCountAsync(0);
            await Expect(alice.On(opener)).ToBeFocusedAsync();
        }

        // A message's menu gives it back to the message, which a screen reader reads with its text.
        await alice.Message("begin").FocusAsync();
        await alice.Message("begin").GetByTestId("message-menu").ClickAsync();
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.Message("begin")).ToBeFocusedAsync();
        await Expect(alice.Message("begin")).ToHaveAttributeAsync("aria-label", new System.Text.RegularExpressions.Regex("^You: begin, "));
    }

    [SkippableFact]
    public async Task Forced_colours_show_focus_selection_and_presence_and_200_percent_keep_the_status_menu_on_the_screen()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;

        // Whoever wants little motion sees everything change at once: with a transition of all, however short, colours come from one element to the next.
        await alice.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"));
        await alice.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference, ForcedColors = ForcedColors.Active });
        await alice.On("room-item").First.FocusAsync();
        await alice.Page.Keyboard.PressAsync("Shift");
        var looks = await alice.Page.EvaluateAsync<string[]>("""
            () => {
              for (const animation of document.getAnimations()) animation.finish();
              const probe = (css) => { const e = document.body.appendChild(document.createElement("i")); e.style.cssText = `forced-color-adjust:none;${css}`; return e; };
              const [high, text] = [probe("background:Highlight"), probe("background:CanvasText")].map((e) => getComputedStyle(e).backgroundColor);
              const item = document.querySelector("[data-testid=room-item]");
              const dot = document.querySelector("[data-testid=room] [data-testid=presence]");
              document.querySelector("[data-testid=search-open]").focus({ focusVisible: true });
              const focus = getComputedStyle(document.activeElement);
              return [String(getComputedStyle(item).backgroundColor === high), String(getComputedStyle(dot).backgroundColor === text), focus.outlineStyle, focus.outlineWidth];
            }
            """);
        Assert.Equal(["true", "true", "solid", "2px"], looks);

        // A window of 1280 × 800 at 200 %.
        await alice.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        await alice.Page.SetViewportSizeAsync(640, 400);
        await alice.On("room-back").ClickAsync();
        await alice.On("user-status").ClickAsync();
        await Expect(alice.On("status-menu")).ToBeInViewportAsync(new() { Ratio = 1 });
        await alice.On("sign-out").ScrollIntoViewIfNeededAsync();
        await Expect(alice.On("sign-out")).ToBeInViewportAsync(new() { Ratio = 1 });
    }
}
