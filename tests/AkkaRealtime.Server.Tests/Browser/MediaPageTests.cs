using System.Buffers.Binary;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Sound and films play in their place, and a message says who has seen it.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class MediaPageTests(Pages pages)
{
    // A second of a film, recorded by the browser, as base64.
    private const string Film = """
        async () => {
          const canvas = document.createElement("canvas");
          [canvas.width, canvas.height] = [320, 180];
          const paint = canvas.getContext("2d");
          const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
          const parts = [];
          recorder.ondataavailable = ({ data }) => parts.push(data);
          const over = new Promise((done) => (recorder.onstop = done));
          recorder.start();
          for (let i = 0; i < 25; i++) {
            paint.fillStyle = `hsl(${i * 14} 60% 50%)`;
            paint.fillRect(0, 0, 320, 180);
            await new Promise((next) => setTimeout(next, 40));
          }
          recorder.stop();
          await over;
          const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
          return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
        }
        """;

    [SkippableFact]
    public async Task Sound_and_a_film_are_fetched_with_the_token_when_they_are_wanted_and_play_in_their_place()
    {
        await using var scene = await pages.TalkAsync();
        var (alice, bob) = scene;
        var fetched = new List<IRequest>();
        bob.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/api/v1/files/", StringComparison.Ordinal))
                fetched.Add(request);
        };

        var film = Convert.FromBase64String(await alice.Page.EvaluateAsync<string>(Film));
        await alice.On("attach-input").SetInputFilesAsync(
        [
            new FilePayload { Name = "tone.wav", MimeType = "audio/wav", Buffer = Tone() },
            new FilePayload { Name = "film.webm", MimeType = "video/webm", Buffer = film },
        ]);
        await Expect(alice.Page.Locator("[data-testid=upload][data-state=done]")).ToHaveCountAsync(2);
        await alice.On("composer-send").ClickAsync();
        await Expect(bob.On("media")).ToHaveCountAsync(2);
        Assert.Empty(fetched);

        foreach (var kind in (string[])["audio", "video"])
        {
            var media = bob.Page.Locator($"[data-testid=media][data-kind={kind}]");
            await media.GetByTestId("media-play").ClickAsync();
            var player = media.Locator($"{kind}[controls]");
            await Expect(player).ToBeVisibleAsync();
            await bob.Page.WaitForFunctionAsync("(kind) => document.querySelector(`[data-testid=media] ${kind}`).currentTime > 0.2", kind);
        }

        Assert.Equal(320, await bob.Page.Locator("[data-testid=media] video").EvaluateAsync<int>("(video) => video.videoWidth"));
        Assert.Equal(2, fetched.Count);
        foreach (var request in fetched)
        {
            Assert.StartsWith("Bearer ", (await request.AllHeadersAsync())["authorization"], StringComparison.Ordinal);
            Assert.DoesNotContain("token", request.Url, StringComparison.OrdinalIgnoreCase);
        }
    }

    [SkippableFact]
    public async Task A_message_says_who_has_read_it_and_whom_it_has_reached()
    {
        await using var scene = await pages.SceneAsync("Alice", "Bob", "Carol");
        var (alice, bob, carol) = scene;
        await alice.OpenGroupAsync("Trip", bob, carol);
        await alice.SayAsync("Who is in?");
        await bob.OpenFirstRoomAsync();
        await bob.SeesAsync("Who is in?");
        await Expect(alice.Message("Who is in?").GetByTestId("message-state")).ToHaveAttributeAsync("aria-label", "Read by 1");

        await alice.Message("Who is in?").HoverAsync();
        await alice.On("message-menu").ClickAsync();
        await alice.On("message-seen-item").ClickAsync();
        await Expect(alice.On("seen-read").Locator("li")).ToHaveCountAsync(1);
        await Expect(alice.On("seen-read").Locator($"[data-user='{bob.Id}']")).ToContainTextAsync("Bob");
        await Expect(alice.On("seen-by")).ToContainTextAsync("Not yet: Carol");
        await Expect(alice.On("seen-delivered")).ToHaveCountAsync(0);

        // While it stands there, a device of Carol's catches up: it has the message, and nobody has read it there.
        await using var phone = await RawClient.SignInAsync(scene.Server, "Carol", user: carol.Id);
        var room = await alice.On("room").GetAttributeAsync("data-room");
        await phone.RequestAsync("chat.sync", new { rooms = new Dictionary<string, long> { [room!] = 0 } });
        await Expect(alice.On("seen-delivered").Locator("li")).ToHaveCountAsync(1);
        await Expect(alice.On("seen-delivered").Locator($"[data-user='{carol.Id}']")).ToContainTextAsync("Carol");
        await Expect(alice.On("seen-by")).Not.ToContainTextAsync("Not yet");
        await Expect(alice.On("seen-read").Locator("li")).ToHaveCountAsync(1);

        // Then Carol reads.
        await carol.OpenFirstRoomAsync();
        await Expect(alice.On("seen-read").Locator("li")).ToHaveCountAsync(2);
        await Expect(alice.On("seen-delivered")).ToHaveCountAsync(0);
        await alice.Page.Keyboard.PressAsync("Escape");
        await Expect(alice.On("seen-by")).ToHaveCountAsync(0);

        // The menu of the last member is whole, in a window that is not high.
        await alice.Page.SetViewportSizeAsync(1280, 460);
        await alice.On("room-menu").ClickAsync();
        await alice.On("member-menu").Last.ScrollIntoViewIfNeededAsync();
        await alice.On("member-menu").Last.ClickAsync();
        var removal = alice.On("member-remove");
        await Expect(removal).ToBeInViewportAsync(new() { Ratio = 1 });
        await removal.HoverAsync(new() { Trial = true });
        await alice.On("member-message").HoverAsync(new() { Trial = true });
    }

    // Two seconds of 440 Hz: 8 bits, 8,000 a second.
    private static byte[] Tone()
    {
        const int Samples = 16_000;
        var wave = new byte[44 + Samples];
        "RIFF"u8.CopyTo(wave);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(4), 36 + Samples);
        "WAVEfmt "u8.CopyTo(wave.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(24), 8_000);
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(28), 8_000);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(32), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wave.AsSpan(34), 8);
        "data"u8.CopyTo(wave.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wave.AsSpan(40), Samples);
        for (var i = 0; i < Samples; i++)
            wave[44 + i] = (byte)(128 + (100 * Math.Sin(2 * Math.PI * 440 * i / 8_000)));
        return wave;
    }
}
