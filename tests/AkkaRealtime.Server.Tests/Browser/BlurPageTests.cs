using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>What is behind somebody in a call is blurred, or not seen at all.</summary>
[Collection(nameof(CallBrowser))]
public sealed class BlurPageTests(Pages pages)
{
    private const string Files = "**/assets/video-processors-*/**";

    // How much neighbouring points of a picture differ, on average: of the fake camera, whose picture is a clock and a figure before a plain ground, or of the blur of it.
    private const string Edges = """
        (video) => {
          const [width, height] = [320, 240];
          if (video.videoWidth === 0) return -1;
          const context = new OffscreenCanvas(width, height).getContext("2d");
          context.drawImage(video, 0, 0, width, height);
          const { data } = context.getImageData(0, 0, width, height);
          let sum = 0;
          for (let at = 4; at < data.length; at += 4) sum += Math.abs(data[at + 1] - data[at - 3]);
          return sum / (width * height);
        }
        """;

    // Keeps hold of every camera, for the proof that it is given back.
    private const string Cameras = """
        const camera = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        window.cameras = [];
        navigator.mediaDevices.getUserMedia = async (wish) => {
          const stream = await camera(wish.video ? { ...wish, video: { ...wish.video, width: 320, height: 240, frameRate: 10 } } : wish);
          window.cameras.push(...stream.getVideoTracks());
          return stream;
        };
        const Real = window.Worker;
        window.workers = 0;
        window.Worker = class extends Real {
          constructor(...args) { super(...args); window.workers += 1; }
          terminate() { super.terminate(); window.workers -= 1; }
        };
        """;

    private const string OpenCameras = "() => window.cameras.filter(({ readyState }) => readyState === \"live\").length";

    // Only Chromium has streams of a track's pictures; others draw them.
    [SkippableTheory]
    [InlineData("")]
    [InlineData("delete window.MediaStreamTrackProcessor;")]
    public async Task What_is_behind_somebody_is_blurred_for_the_others_while_it_is_switched_on(string browser)
    {
        await using var scene = await CallAsync(browser);
        var (alice, bob) = scene;
        var seen = bob.On("remote-video");
        var sharp = await UntilAsync(seen, edges => edges > 0);
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>("() => window.workers"));

        await SwitchAsync(alice, "on");
        var soft = await UntilAsync(seen, edges => edges > 0 && edges < sharp / 2);
        Assert.InRange(soft, 0, sharp / 2);
        Assert.Equal((1, 1), (await alice.Page.EvaluateAsync<int>(OpenCameras), await alice.Page.EvaluateAsync<int>("() => window.workers")));

        // Nothing goes on while the camera is off.
        await alice.On("toggle-camera").ClickAsync();
        await Expect(alice.On("toggle-camera")).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal((0, 0), (await alice.Page.EvaluateAsync<int>(OpenCameras), await alice.Page.EvaluateAsync<int>("() => window.workers")));
        await alice.On("toggle-camera").ClickAsync();
        await UntilAsync(seen, edges => edges > 0 && edges < sharp / 2);

        await SwitchAsync(alice, "off");
        await UntilAsync(seen, edges => edges > sharp / 1.5);
        Assert.Equal((1, 0), (await alice.Page.EvaluateAsync<int>(OpenCameras), await alice.Page.EvaluateAsync<int>("() => window.workers")));
        Assert.DoesNotContain(alice.Console, line => line.Contains("Content Security Policy", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Nobody_is_seen_before_their_background_is_blurred_nor_where_it_cannot_be()
    {
        await using var scene = await MeetAsync();
        var (alice, bob) = scene;
        var waiting = new TaskCompletionSource<IRoute>();
        await alice.Context.RouteAsync(Files, route =>
        {
            waiting.TrySetResult(route);
            return Task.CompletedTask;
        });
        await alice.On("test-devices").ClickAsync();
        await UntilAsync(alice.On("pre-join-video"), edges => edges > 0);
        await alice.On("blur-switch").ClickAsync();
        var held = await waiting.Task;
        await Expect(alice.On("blur-switch")).ToHaveAttributeAsync("data-state", "preparing");
        Assert.Equal(0, await alice.On("pre-join-video").EvaluateAsync<int>("(video) => video.srcObject.getVideoTracks()[0].getSettings().width ?? 0"));

        // The files can't be had: the camera goes off, and stays off until somebody says so.
        await held.AbortAsync();
        await Expect(alice.On("pre-join")).ToContainTextAsync("Your background couldn’t be blurred.");
        await Expect(alice.On("pre-join-camera")).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal(0, await alice.Page.EvaluateAsync<int>(OpenCameras));

        await alice.Context.UnrouteAsync(Files);
        await alice.On("pre-join-camera").ClickAsync();
        await Expect(alice.On("blur-switch")).ToHaveAttributeAsync("data-state", "on");
        await UntilAsync(alice.On("pre-join-video"), edges => edges > 0);

        // So it is remembered for the call.
        await alice.On("pre-join-enter").ClickAsync();
        await bob.On("accept-video").ClickAsync();
        await bob.SeesVideoAsync();
        Assert.Equal(1, await alice.Page.EvaluateAsync<int>("() => window.workers"));
        var sharp = await UntilAsync(alice.On("remote-video"), edges => edges > 0);
        await UntilAsync(bob.On("remote-video"), edges => edges > 0 && edges < sharp / 2);
        await bob.On("hang-up").ClickAsync();
        await Expect(alice.On("call")).ToHaveCountAsync(0);
        Assert.Equal((0, 0), (await alice.Page.EvaluateAsync<int>(OpenCameras), await alice.Page.EvaluateAsync<int>("() => window.workers")));
    }

    /// <summary>Switches the blur of the call that somebody is in, until it is so.</summary>
    internal static async Task SwitchAsync(Person person, string state)
    {
        await person.On("call-more").ClickAsync();
        await person.On("call-devices").ClickAsync();
        await person.On("blur-switch").ClickAsync();
        await Expect(person.On("blur-switch")).ToHaveAttributeAsync("data-state", state);
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.On("call-device-panel")).ToHaveCountAsync(0);
    }

    // Frames come when they come: looked at until one is as it should be.
    private static async Task<double> UntilAsync(ILocator video, Func<double, bool> isIt)
    {
        for (var attempt = 0; ; attempt++)
        {
            var edges = await video.EvaluateAsync<double>(Edges);
            if (isIt(edges))
                return edges;
            Assert.True(attempt < 300, $"the edges are still {edges}");
            await video.EvaluateAsync("(video) => new Promise((done) => video.videoWidth === 0 ? setTimeout(done, 200) : video.requestVideoFrameCallback(done))");
        }
    }

    private async Task<Scene> MeetAsync(string browser = "")
    {
        var scene = await pages.SceneAsync(await pages.ServerAsync(), ["Alice", "Bob"], browser + Cameras);
        return await scene.AfterAsync(async scene =>
        {
            var (alice, bob) = scene;
            await alice.OpenDirectAsync(bob);
            await bob.OpenFirstRoomAsync();
        });
    }

    private async Task<Scene> CallAsync(string browser)
    {
        var scene = await MeetAsync(browser);
        return await scene.AfterAsync(async scene =>
        {
            var (alice, bob) = scene;
            await alice.On("start-video-call").ClickAsync();
            await bob.On("accept-video").ClickAsync();
            await alice.SeesVideoAsync();
            await bob.SeesVideoAsync();
        });
    }
}
