using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Two people call each other by the page, with fake cameras and real media.</summary>
[Collection(nameof(CallBrowser))]
public sealed class CallPageTests(Pages pages)
{
    [SkippableFact]
    public async Task A_video_call_shows_both_to_each_other_until_one_hangs_up()
    {
        // The one call with cameras of the size that people get.
        await using var scene = await MeetAsync(camera: Person.CameraAsWished);
        var (alice, bob) = scene;
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(bob.On("incoming-caller")).ToContainTextAsync("Alice");
        Assert.Equal(0, await PeersAsync(alice));
        await bob.On("accept-video").ClickAsync();

        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();
        foreach (var person in scene.People)
            Assert.Equal((int[])[1280, 720], await person.Page.EvaluateAsync<int[]>(SizeSent));
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);

        await bob.On("hang-up").ClickAsync();
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(bob.On("call")).ToHaveCountAsync(0);
        await Expect(alice.On("call-entry")).ToHaveAttributeAsync("data-outcome", "hangup");
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "hangup");
    }

    [SkippableFact]
    public async Task A_call_goes_on_when_the_server_is_killed_and_comes_back()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var scene = await MeetAsync(server);
        var (alice, bob) = scene;
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();

        await server.KillAsync();
        await Expect(alice.On("connection-banner")).ToBeVisibleAsync();
        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();
        await server.StartAgainAsync();
        await alice.UntilConnectedAsync();
        await bob.UntilConnectedAsync();

        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("call")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_declined_call_stops_for_both()
    {
        await using var scene = await MeetAsync();
        var (alice, bob) = scene;
        await alice.On("start-audio-call").ClickAsync();
        await bob.On("decline-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(alice.On("call-entry")).ToHaveAttributeAsync("data-outcome", "declined");
    }

    [SkippableFact]
    public async Task A_cancelled_call_stops_ringing()
    {
        await using var scene = await MeetAsync();
        var (alice, bob) = scene;
        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "cancelled");
    }

    [SkippableFact]
    public async Task A_call_that_nobody_answers_is_missed()
    {
        await using var scene = await MeetAsync(await pages.ServerAsync(Pages.ShortTimes));
        var (alice, bob) = scene;
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "timeout");
    }

    [SkippableFact]
    public async Task A_call_answered_in_one_tab_stops_ringing_in_the_other()
    {
        await using var scene = await MeetAsync();
        var (alice, bob) = scene;
        var bobsOtherTab = await bob.OpenTabAsync();
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(bobsOtherTab.On("incoming-call")).ToBeVisibleAsync();
        await bobsOtherTab.On("accept-video").ClickAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await alice.SeesVideoAsync();
        await bobsOtherTab.SeesVideoAsync();
        Assert.Equal(0, await PeersAsync(bob));
    }

    private const string SizeSent = """
        () => {
          const { width, height } = window.witness.peers[0].getSenders().map((sender) => sender.track).find((track) => track?.kind === "video").getSettings();
          return [width, height];
        }
        """;

    private static Task<int> PeersAsync(Person person) => person.Page.EvaluateAsync<int>("() => window.witness.peers.length");

    /// <summary>Alice and Bob with their conversation open, on the shared server or on this one.</summary>
    private async Task<Scene> MeetAsync(ServerProcess? server = null, string? camera = null)
    {
        var scene = await pages.SceneAsync(server ?? await pages.ServerAsync(), ["Alice", "Bob"], camera);
        return await scene.AfterAsync(async scene =>
        {
            var (alice, bob) = scene;
            await alice.OpenDirectAsync(bob);
            await bob.OpenFirstRoomAsync();
        });
    }
}
