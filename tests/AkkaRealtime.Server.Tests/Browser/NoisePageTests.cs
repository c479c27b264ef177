using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>That one's microphone picks up what it shouldn't.</summary>
[Collection(nameof(CallBrowser))]
public sealed class NoisePageTests(Pages pages)
{
    // A microphone in which it hums without end.
    private const string Hum = """
        navigator.mediaDevices.getUserMedia = async () => {
          const context = new AudioContext();
          const hum = context.createOscillator();
          const volume = context.createGain();
          volume.gain.value = 0.2;
          const end = context.createMediaStreamDestination();
          hum.connect(volume).connect(end);
          hum.start();
          await context.resume();
          return end.stream;
        };
        """;

    [SkippableFact]
    public async Task Who_sends_noise_is_told_and_can_mute_who_sends_none_is_not()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.OpenFirstRoomAsync();
        await alice.Page.EvaluateAsync($"() => {{ {Hum} }}");
        await alice.On("start-audio-call").ClickAsync();
        await bob.On("accept-audio").ClickAsync();
        await Expect(alice.On("call-noise")).ToContainTextAsync("picks up a lot of noise");
        await Axe.FindsNothingAsync(alice.Page, "a call with noise");

        // Chromium's own microphone beeps once a second, and is quiet between.
        await Expect(bob.On("call-noise")).ToHaveCountAsync(0);
        await alice.On("call-noise").GetByText("Mute").ClickAsync();
        await Expect(alice.On("call-noise")).ToHaveCountAsync(0);
        await Expect(alice.On("local-tile")).ToHaveAttributeAsync("data-audio", "false");
        await alice.On("hang-up").ClickAsync();
    }
}
