using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Voice messages, with the browser's fake microphone, which beeps.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class VoicePageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_recording_is_listened_to_sent_and_played_by_the_other()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        await alice.On("voice-record").ClickAsync();
        await Expect(alice.On("voice")).ToContainTextAsync(new Regex("Recording · (0:0[1-9]|0:[1-5]|[1-9])"));
        await alice.On("voice-stop").ClickAsync();

        // Before it is sent, it is heard here alone.
        var own = alice.On("voice").GetByTestId("sound");
        await own.GetByTestId("sound-play").ClickAsync();
        await Expect(own).ToHaveAttributeAsync("data-state", "playing");
        await alice.On("voice-send").ClickAsync();
        await Expect(alice.On("voice")).ToHaveCountAsync(0);

        var sound = bob.On("timeline").GetByTestId("sound");
        await Expect(sound).ToHaveCountAsync(1);
        Assert.True(await bob.Page.EvaluateAsync<bool>("() => document.querySelectorAll('[data-testid=timeline] .waves > span').length > 5"));
        await Expect(bob.Page.Locator(".room-item")).ToContainTextAsync(new Regex(@"Voice message \(\d:\d\d\)"));
        await sound.GetByTestId("sound-play").ClickAsync();
        await Expect(sound).ToHaveAttributeAsync("data-state", "playing");
        await bob.Page.WaitForFunctionAsync("() => document.querySelector('[data-testid=timeline] audio').currentTime > 0.2");
        await Expect(sound).ToHaveAttributeAsync("data-state", "paused");

        // It goes to its end and back to its beginning; by keyboard to anywhere.
        await sound.GetByTestId("sound-speed").ClickAsync();
        await Expect(sound.GetByTestId("sound-speed")).ToHaveTextAsync("1.5×");
        await sound.GetByTestId("sound-position").PressAsync("End");
        await Expect(sound.Locator(".waves > .heard")).Not.ToHaveCountAsync(0);
        await sound.GetByTestId("sound-position").PressAsync("Home");
        await Expect(sound.Locator(".waves > .heard")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Only_one_plays_at_a_time()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        for (var i = 0; i < 2; i++)
        {
            await alice.On("voice-record").ClickAsync();
            await Expect(alice.On("voice")).ToContainTextAsync(new Regex("Recording · (0:0[3-9]|0:[1-5]|[1-9])"));
            await alice.On("voice-stop").ClickAsync();
            await alice.On("voice-send").ClickAsync();
            await Expect(alice.On("voice")).ToHaveCountAsync(0);
        }

        var sounds = bob.On("timeline").GetByTestId("sound");
        await Expect(sounds).ToHaveCountAsync(2);
        await sounds.Nth(0).GetByTestId("sound-play").ClickAsync();
        await Expect(sounds.Nth(0)).ToHaveAttributeAsync("data-state", "playing");
        await sounds.Nth(1).GetByTestId("sound-play").ClickAsync();
        await Expect(sounds.Nth(1)).ToHaveAttributeAsync("data-state", "playing");
        await Expect(sounds.Nth(0)).ToHaveAttributeAsync("data-state", "paused");
    }

    [SkippableFact]
    public async Task Escape_lets_a_recording_go_and_the_microphone_with_it()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, _) = scene;
        await alice.Page.EvaluateAsync("""
            () => {
              const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
              navigator.mediaDevices.getUserMedia = async (wish) => (window.microphone = await ask(wish));
            }
            """);
        await alice.On("voice-record").ClickAsync();
        await Expect(alice.On("voice")).ToContainTextAsync(new Regex("Recording · (0:0[1-9]|0:[1-5]|[1-9])"));
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.On("voice")).ToHaveCountAsync(0);
        await alice.Page.WaitForFunctionAsync("() => window.microphone.getTracks().every((track) => track.readyState === 'ended')");
        await Expect(alice.On("voice-record")).ToBeFocusedAsync();
        await Expect(alice.On("timeline").GetByTestId("sound")).ToHaveCountAsync(0);
    }
}
