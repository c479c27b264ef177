using AkkaRealtime.Server.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Two people call each other by the page, with fake cameras and real media.</summary>
[Collection(nameof(OneBrowser))]
public sealed class CallPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task A_video_call_shows_both_to_each_other_until_one_hangs_up()
    {
        await using var scene = await SceneAsync();
        var (alice, bob) = (scene.Alice, scene.Bob);
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(bob.On("incoming-caller")).ToContainTextAsync("Alice");
        Assert.Equal(0, await PeersAsync(alice));
        await bob.On("accept-video").ClickAsync();

        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();
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
        await using var scene = await SceneAsync();
        var (alice, bob) = (scene.Alice, scene.Bob);
        await alice.On("start-video-call").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();

        await scene.Server.KillAsync();
        await Expect(alice.On("connection-banner")).ToBeVisibleAsync();
        await alice.SeesVideoAsync();
        await bob.SeesVideoAsync();
        await scene.Server.StartAgainAsync();
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
        await using var scene = await SceneAsync();
        var (alice, bob) = (scene.Alice, scene.Bob);
        await alice.On("start-audio-call").ClickAsync();
        await bob.On("decline-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(alice.On("call-entry")).ToHaveAttributeAsync("data-outcome", "declined");
    }

    [SkippableFact]
    public async Task A_cancelled_call_stops_ringing()
    {
        await using var scene = await SceneAsync();
        var (alice, bob) = (scene.Alice, scene.Bob);
        await alice.On("start-audio-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await alice.On("hang-up").ClickAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "cancelled");
    }

    [SkippableFact]
    public async Task A_call_that_nobody_answers_is_missed()
    {
        await using var scene = await SceneAsync(("AkkaRealtime:Calls:RingMs", "2000"));
        var (alice, bob) = (scene.Alice, scene.Bob);
        await alice.On("start-video-call").ClickAsync();
        await Expect(bob.On("incoming-call")).ToBeVisibleAsync();
        await Expect(bob.On("incoming-call")).ToHaveCountAsync(0);
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        await Expect(bob.On("call-entry")).ToHaveAttributeAsync("data-outcome", "timeout");
    }

    [SkippableFact]
    public async Task A_call_answered_in_one_tab_stops_ringing_in_the_other()
    {
        await using var scene = await SceneAsync();
        var (alice, bob) = (scene.Alice, scene.Bob);
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

    private static Task<int> PeersAsync(Person person) => person.Page.EvaluateAsync<int>("() => window.witness.peers.length");

    private async Task<Scene> SceneAsync(params (string Key, string Value)[] options)
    {
        var browser = await chromium.StartedAsync();
        var server = await ServerProcess.StartAsync(new ServerSettings { Options = options.ToDictionary(o => o.Key, o => o.Value) });
        var alice = await Person.SignInAsync(browser, server, "Alice");
        var bob = await Person.SignInAsync(browser, server, "Bob");
        await alice.OpenDirectAsync(bob);
        await bob.OpenFirstRoomAsync();
        return new Scene(server, alice, bob);
    }

    private sealed record Scene(ServerProcess Server, Person Alice, Person Bob) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Alice.Context.DisposeAsync();
            await Bob.Context.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}
