using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Calls of five and six by a real Janus, with fake cameras and real media.</summary>
[Collection(nameof(NothingBeside))]
public sealed class SfuCallTests
{
    [SkippableFact]
    public async Task A_call_of_four_goes_on_with_five_and_six_by_the_media_server_over_leaving_reloading_and_a_restart_of_it()
    {
        await using var scene = await SfuScene.StartAsync("Alice", "Bob", "Carol", "Dave", "Erin", "Frank");
        var (alice, bob, dave, erin, frank) = (scene.People[0], scene.People[1], scene.People[3], scene.People[4], scene.People[5]);
        await alice.On("start-video-call").ClickAsync();
        foreach (var person in scene.People.Skip(1).Take(3))
            await SfuScene.AcceptAsync(person);
        var four = scene.People.Take(4).ToList();
        await scene.SeeAsync(four, 3);

        // The fifth: the call moves, and its links between browsers end.
        await SfuScene.AcceptAsync(erin);
        foreach (var person in scene.People.Take(5))
            await scene.SendsOnceAsync(person);
        await scene.SeeAsync(scene.People.Take(5), 4);
        await SfuScene.AcceptAsync(frank);
        await scene.SeeAsync(scene.People, 5);
        await Expect(alice.On("remote-tile")).ToHaveCountAsync(5);
        await scene.Server.UntilMetricAsync("akkarealtime_sfu_participants", " 6");

        await dave.On("hang-up").ClickAsync();
        await scene.SeeAsync(scene.People.Where(p => p != dave), 4);

        await erin.Page.ReloadAsync();
        await erin.UntilConnectedAsync();
        var inCall = erin.On("call").First;
        await Expect(inCall.Or(erin.On("rejoin-call").First)).ToBeVisibleAsync();
        if (!await inCall.IsVisibleAsync())
            await erin.On("rejoin-call").GetByRole(AriaRole.Button).ClickAsync();
        await scene.SeeAsync(scene.People.Where(p => p != dave), 4);

        // The camera goes and comes back without a word to the media server.
        await bob.On("toggle-camera").ClickAsync();
        await scene.SeesAsync(alice, 3);
        await bob.On("toggle-camera").ClickAsync();
        await scene.SeesAsync(alice, 4);

        // So does a picture that is made here.
        await BlurPageTests.SwitchAsync(bob, "on");
        await scene.SeesAsync(alice, 4);
        await BlurPageTests.SwitchAsync(bob, "off");
        await scene.SeesAsync(alice, 4);

        await scene.Janus.KillAsync();
        await scene.Server.LoggedAsync("is not available");
        await scene.Janus.StartAgainAsync();
        await scene.SeeAsync(scene.People.Where(p => p != dave), 4);

        await frank.On("hang-up").ClickAsync();
        await scene.SeesAsync(alice, 3);
    }
}
