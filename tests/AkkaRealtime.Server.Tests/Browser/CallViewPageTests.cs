using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>How a call is looked at and heard: the whole screen, a window over other programs, another speaker.</summary>
[Collection(nameof(CallBrowser))]
public sealed class CallViewPageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_call_fills_the_screen_floats_over_other_programs_and_sounds_from_another_speaker()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.OpenFirstRoomAsync();
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesVideoAsync();

        // Only the page in front may fill the screen, and the browser is shared with other tests.
        await alice.Page.BringToFrontAsync();
        await alice.Page.Keyboard.PressAsync("f");
        await UntilAsync(alice, "() => document.fullscreenElement?.dataset.testid === 'call'");
        await alice.Page.Keyboard.PressAsync("f");
        await UntilAsync(alice, "() => document.fullscreenElement === null");

        await alice.On("call-more").ClickAsync();
        await alice.On("call-picture").ClickAsync();
        await UntilAsync(alice, """
            () => (window.documentPictureInPicture?.window?.document.querySelector("[data-testid=picture-video]")?.videoWidth ?? 0) > 0
            """);

        await alice.On("call-more").ClickAsync();
        await alice.On("call-devices").ClickAsync();
        var speakers = alice.On("choose-speaker");
        await Expect(speakers.Locator("option")).Not.ToHaveCountAsync(1);
        var speaker = await speakers.Locator("option").Last.GetAttributeAsync("value");
        Assert.NotEqual("", speaker);
        await speakers.SelectOptionAsync(speaker!);
        await UntilAsync(alice, """
            (speaker) => {
              const videos = [...document.querySelectorAll("[data-testid=remote-video]")];
              return videos.length === 1 && videos.every((video) => video.sinkId === speaker);
            }
            """, speaker);
        await alice.SeesVideoAsync();

        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.On("call-device-panel")).ToHaveCountAsync(0);
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
        await UntilAsync(alice, "() => !window.documentPictureInPicture?.window");
    }

    [SkippableFact]
    public async Task The_self_view_goes_to_any_corner_space_talks_for_as_long_as_it_is_held_and_the_timer_counts_from_the_answer()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.OpenFirstRoomAsync();
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesVideoAsync();

        var self = alice.On("local-tile");
        await Expect(self).ToHaveAttributeAsync("data-corner", "bottom-end");
        await alice.On("call-move-self").FocusAsync();
        await alice.Page.Keyboard.PressAsync("Enter");
        await Expect(self).ToHaveAttributeAsync("data-corner", "bottom-start");
        var (from, stage) = ((await self.BoundingBoxAsync())!, (await alice.On("call-stage").BoundingBoxAsync())!);
        Assert.True(from.X + from.Width < stage.X + (stage.Width / 2));
        await alice.Page.Mouse.MoveAsync(from.X + (from.Width / 2), from.Y + (from.Height / 2));
        await alice.Page.Mouse.DownAsync();
        await alice.Page.Mouse.MoveAsync(stage.X + stage.Width - 60, stage.Y + 60, new() { Steps = 5 });
        await alice.Page.Mouse.UpAsync();
        await Expect(self).ToHaveAttributeAsync("data-corner", "top-end");

        await Expect(self).ToHaveAttributeAsync("data-audio", "true");
        await alice.Page.Keyboard.PressAsync("m");
        await Expect(self).ToHaveAttributeAsync("data-audio", "false");
        // On a control that one came to by the keyboard, the space bar presses that.
        await alice.Page.EvaluateAsync("() => document.activeElement.blur()");
        await alice.Page.Keyboard.DownAsync(" ");
        await Expect(self).ToHaveAttributeAsync("data-audio", "true");
        await alice.Page.Keyboard.UpAsync(" ");
        await Expect(self).ToHaveAttributeAsync("data-audio", "false");

        await Expect(bob.On("call-duration")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^0:(0[3-9]|[1-5][0-9])$"));
        await bob.Page.ReloadAsync();
        await Expect(bob.On("call-duration")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9]+:[0-9]{2}$"));
        Assert.DoesNotMatch("^0:0[0-2]$", await bob.On("call-duration").InnerTextAsync());
        await alice.On("hang-up").ClickAsync();
    }

    private static async Task UntilAsync(Person person, string isSo, object? argument = null) =>
        await person.Page.WaitForFunctionAsync(isSo, argument, new PageWaitForFunctionOptions { PollingInterval = 100 });
}
