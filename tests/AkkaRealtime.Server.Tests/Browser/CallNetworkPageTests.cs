using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// What one side's network does to a call, with real links that are really cut. Nobody clicks anything. It has browsers of its own and mostly waits for what
/// they notice by and by, so that it may run beside the other browser tests.
/// </summary>
public sealed class CallNetworkPageTests
{
    private const int PatienceMs = 120_000;

    [SkippableFact]
    public async Task A_call_goes_on_by_another_network_and_outlives_a_time_without_any()
    {
        await using var scene = await CallNetworkScene.StartAsync();
        var (alice, bob) = (scene.Alice, scene.Bob);
        await scene.GoesByAsync(TwoLinks.Wifi);
        var before = await alice.IceNamesAsync();

        // Out of the house: the path that carries the media is cut, and there is another one that ICE knew nothing of.
        await scene.Links.CutAsync(TwoLinks.Wifi);
        await scene.Links.JoinAsync(TwoLinks.Mobile);
        await alice.Page.WaitForFunctionAsync($"(before) => ({Person.IceNames})() !== before", before, new() { Timeout = PatienceMs, PollingInterval = 250 });
        await scene.GoesByAsync(TwoLinks.Mobile);
        await scene.SeeEachOtherAsync();
        await alice.UntilConnectedAsync();

        // Through a tunnel: neither the server nor Bob can be reached.
        await scene.Links.CutAsync(TwoLinks.Mobile);
        await Expect(bob.Tile(alice)).ToHaveAttributeAsync("data-away", "true", new() { Timeout = PatienceMs });
        await Expect(bob.Tile(alice)).ToContainTextAsync("Reconnecting");
        await Expect(alice.On("call")).ToHaveAttributeAsync("data-phase", "reconnecting", new() { Timeout = PatienceMs });
        await scene.Links.JoinAsync(TwoLinks.Mobile);
        await Expect(bob.Tile(alice)).ToHaveAttributeAsync("data-away", "false", new() { Timeout = PatienceMs });
        await Expect(alice.On("call")).ToHaveAttributeAsync("data-phase", "active", new() { Timeout = PatienceMs });
        await scene.SeeEachOtherAsync();

        await bob.On("hang-up").ClickAsync();
        await Expect(alice.On("call")).ToHaveCountAsync(0);
    }
}
