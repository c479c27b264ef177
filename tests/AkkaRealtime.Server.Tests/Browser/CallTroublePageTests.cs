using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What goes wrong in a call, and what people do in the middle of it. Media is proven by decoded frames.</summary>
[Collection(nameof(CallBrowser))]
public sealed class CallTroublePageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_call_outlives_devices_hold_both_renegotiating_a_new_path_and_a_reload()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await bob.OpenFirstRoomAsync();

        // The device test first: a picture, a level, and joining without the camera.
        await alice.On("test-devices").ClickAsync();
        await Expect(alice.On("microphone-level")).ToHaveAttributeAsync("data-heard", "true");
        await alice.On("pre-join-camera").ClickAsync();
        await alice.On("pre-join-enter").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesEachAsync(1);
        await Expect(alice.On("local-tile")).ToHaveAttributeAsync("data-video", "false");
        await alice.Page.Keyboard.PressAsync("v");
        await bob.SeesEachAsync(1);

        // Another camera, in the middle of it.
        await alice.On("call-more").ClickAsync();
        await alice.On("call-devices").ClickAsync();
        var second = await alice.On("choose-camera").Locator("option").Nth(2).GetAttributeAsync("value");
        await alice.On("choose-camera").SelectOptionAsync(second!);
        await alice.Page.WaitForFunctionAsync(
            "(id) => window.witness.peers.some((pc) => pc.getSenders().some(({ track }) => track?.kind === 'video' && track.getSettings().deviceId === id))", second);
        await alice.Page.Keyboard.PressAsync("Escape");
        await bob.SeesEachAsync(1);

        // On hold nothing comes any more, in neither direction.
        await alice.Page.Keyboard.PressAsync("k");
        await Expect(bob.Tile(alice)).ToHaveAttributeAsync("data-hold", "true");
        await alice.ReceivesNothingAsync();
        await bob.ReceivesNothingAsync();
        await alice.Page.Keyboard.PressAsync("k");
        await alice.SeesEachAsync(1);
        await bob.SeesEachAsync(1);

        // Both renegotiate at once, again and again.
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(alice.On("toggle-screen").ClickAsync(), bob.Page.Keyboard.PressAsync("k"));
            await Task.WhenAll(alice.Page.Keyboard.PressAsync("k"), bob.Page.Keyboard.PressAsync("k"));
            await Task.WhenAll(alice.Page.Keyboard.PressAsync("k"), bob.On("toggle-camera").ClickAsync());
        }

        await Expect(alice.On("local-tile")).ToHaveAttributeAsync("data-screen", "false");
        await Expect(bob.On("local-tile")).ToHaveAttributeAsync("data-video", "true");
        await Expect(bob.Tile(alice)).ToHaveAttributeAsync("data-hold", "false");
        await alice.SeesEachAsync(1);
        await bob.SeesEachAsync(1);

        // A screen is shown to the other, whole.
        await bob.On("toggle-screen").ClickAsync();
        await Expect(alice.Tile(bob)).ToHaveAttributeAsync("data-screen", "true");
        await alice.SeesEachAsync(1);
        await bob.On("toggle-screen").ClickAsync();

        // New paths, as after a change of the network.
        var before = await alice.IceNamesAsync();
        await alice.On("call-more").ClickAsync();
        await alice.On("call-reconnect-all").ClickAsync();
        await alice.Page.WaitForFunctionAsync($"(before) => ({Person.IceNames})() !== before", before);
        await alice.SeesEachAsync(1);
        await bob.SeesEachAsync(1);

        // The page is loaded again and comes back by itself, muted as it was.
        await bob.Page.Keyboard.PressAsync("m");
        await bob.Page.ReloadAsync();
        await Expect(bob.On("call")).ToHaveAttributeAsync("data-phase", "active");
        await Expect(bob.On("local-tile")).ToHaveAttributeAsync("data-audio", "false");
        await bob.SeesEachAsync(1);
        await alice.SeesEachAsync(1);
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_crashed_tab_is_missed_after_a_while_and_the_call_ends()
    {
        await using var scene = await pages.SceneAsync(await pages.ServerAsync(("AkkaRealtime:Calls:ReconnectMs", "12000")), "Alice", "Bob");
        var (alice, bob) = scene;
        await alice.OpenDirectAsync(bob);
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesEachAsync(1);

        await bob.CrashAsync();
        await Expect(alice.On("remote-tile")).ToContainTextAsync("Reconnecting");
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(alice.On("call-entry")).ToHaveAttributeAsync("data-outcome", "failed");
    }
}
