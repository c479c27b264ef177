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

    private static async Task UntilAsync(Person person, string isSo, object? argument = null) =>
        await person.Page.WaitForFunctionAsync(isSo, argument, new PageWaitForFunctionOptions { PollingInterval = 100 });
}
