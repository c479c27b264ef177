using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>A server, a Janus and one Chromium with several people, all in a network of their own, and a group that all of them are in.</summary>
public sealed class SfuScene : IAsyncDisposable
{
    private const int PatienceMs = 120_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("sfu-").FullName;
    private readonly List<IAsyncDisposable> _parts = [];
    private IPlaywright? _playwright;

    private SfuScene()
    {
    }

    /// <summary>The network.</summary>
    public NetworkNamespace Network { get; private set; } = null!;

    /// <summary>The media server.</summary>
    public JanusProcess Janus { get; private set; } = null!;

    /// <summary>The server.</summary>
    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Who is there, in the order of the names.</summary>
    public IReadOnlyList<Person> People { get; private set; } = [];

    /// <summary>Starts everything and signs everybody in; the first one's page shows the group. Pictures are as small as they get.</summary>
    public static Task<SfuScene> StartAsync(params string[] names) => StartAsync(SfuMedia.Small, names);

    /// <summary>As <see cref="StartAsync(string[])"/>, with these pictures.</summary>
    public static async Task<SfuScene> StartAsync(SfuMedia media, string[] names)
    {
        Need.JanusWithMedia();
        var chromium = Need.HeadlessChromium();
        var scene = new SfuScene();
        try
        {
            scene.Network = scene.Add(await NetworkNamespace.CreateAsync());
            scene.Janus = scene.Add(await JanusProcess.StartAsync(scene.Network));
            var options = JanusProcess.Options(scene.Janus);
            options["AkkaRealtime:Calls:Sfu:Bitrate"] = $"{media.Bitrate}";
            options["AkkaRealtime:Calls:Sfu:Simulcast"] = media.Simulcast ? "true" : "false";
            options["AkkaRealtime:Calls:RingMs"] = "600000";
            scene.Server = scene.Add(await ServerProcess.StartAsync(new ServerSettings { Network = scene.Network, Options = options }));
            (scene._playwright, var browser) = await Chromium.LaunchAsync(scene.Network.ScriptFor(chromium, scene._folder));
            scene.Add(browser);
            var people = new List<Person>();
            foreach (var name in names)
                people.Add(await Person.SignInAsync(browser, scene.Server, name, media.Camera));
            scene.People = people;
            await scene.MakeGroupAsync();
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until so many pictures that come in have gone on, each by itself, on everybody's page.</summary>
    public Task SeeAsync(IEnumerable<Person> people, int others) => Task.WhenAll(people.Select(p => SeesAsync(p, others)));

    /// <summary>Waits until exactly so many pictures that come in went on during the last seconds, each by itself.</summary>
    public async Task SeesAsync(Person person, int others)
    {
        await person.Page.EvaluateAsync($"() => {{ window.pictures = {Pictures}; window.samples = []; }}");
        await UntilAsync(person, $"{others} pictures go on", """
            async (others) => {
              const now = { at: performance.now(), frames: await window.pictures() };
              window.samples = [...window.samples.filter((one) => one.at > now.at - 8_000), now];
              const before = window.samples.findLast((one) => one.at < now.at - 4_000);
              return before !== undefined && Object.keys(now.frames).filter((id) => now.frames[id] >= (before.frames[id] ?? 0) + 2).length === others;
            }
            """, others);
    }

    /// <summary>Takes the call that rings.</summary>
    public static async Task AcceptAsync(Person person)
    {
        await person.On("accept-video").ClickAsync(new() { Timeout = PatienceMs });
        await Expect(person.On("call")).ToBeVisibleAsync(new() { Timeout = PatienceMs });
    }

    /// <summary>Waits until this page has one connection to send by and one to receive by, and no other.</summary>
    public Task SendsOnceAsync(Person person) => UntilAsync(person, "two connections are all there are", """
        () => {
          const open = window.witness.peers.filter((p) => p.connectionState !== "closed");
          return open.length === 2 && open.every((p) => p.connectionState === "connected");
        }
        """, null);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        _playwright?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // Frames decoded of each picture that comes in: by peer connection and section.
    private const string Pictures = """
        async () => {
          const frames = {};
          for (const [i, pc] of window.witness.peers.entries()) {
            if (pc.connectionState === "closed") continue;
            for (const report of (await pc.getStats()).values()) {
              if (report.type === "inbound-rtp" && report.kind === "video") frames[`${i}/${report.mid}`] = report.framesDecoded ?? 0;
            }
          }
          return frames;
        }
        """;

    // What became of each picture, by connection: of which those that never come say why.
    private const string Media = """
        async () => {
          const lines = [];
          for (const [i, pc] of window.witness.peers.entries()) {
            if (pc.connectionState === "closed") continue;
            for (const r of (await pc.getStats()).values()) {
              if (r.kind !== "video") continue;
              if (r.type === "inbound-rtp") lines.push(`${i}/${r.mid} in: ${r.packetsReceived} packets, ${r.framesReceived} frames, ${r.framesDecoded} decoded, ${r.keyFramesDecoded} key, ${r.pliCount} PLI, ${r.packetsLost} lost`);
              if (r.type === "outbound-rtp") lines.push(`${i}/${r.mid} out: ${r.packetsSent} packets, ${r.framesEncoded} encoded, ${r.keyFramesEncoded} key, ${r.pliCount} PLI`);
            }
          }
          return lines.join("; ");
        }
        """;

    private async Task UntilAsync(Person person, string what, string isSo, object? argument)
    {
        try
        {
            await person.Page.WaitForFunctionAsync(isSo, argument, new PageWaitForFunctionOptions { Timeout = PatienceMs, PollingInterval = 500 });
        }
        catch (TimeoutException)
        {
            var peers = await person.Page.EvaluateAsync<string>("""
                async () => JSON.stringify(window.witness.peers.map((p) => [p.connectionState, p.iceConnectionState, p.signalingState, p.getTransceivers().map((t) => `${t.mid} ${t.currentDirection}`)]))
                """);
            var media = await Task.WhenAll(People.Select(async p => $"{p.Name}: {await p.Page.EvaluateAsync<string>(Media)}"));
            throw new TimeoutException($"""
                {person.Name} waited until {what}. Its connections: {peers}
                Pictures: {string.Join('\n', media)}
                Its console: {string.Join('\n', person.Console.TakeLast(20))}
                The server: {Tail(Server.Log, 4_000)}
                Janus: {Tail(Janus.Log, 8_000)}
                """);
        }
    }

    private static string Tail(string text, int length) => text.Length <= length ? text : text[^length..];

    private T Add<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Add(part);
        return part;
    }

    private async Task MakeGroupAsync()
    {
        var host = People[0];
        await host.On("new-conversation").First.ClickAsync();
        await host.On("new-tab-group").ClickAsync();
        await host.On("new-conversation-name").FillAsync("Everybody");
        await host.NameAsync("new-conversation-members", "new-conversation-submit", [.. People.Skip(1).Select(p => p.Id)]);
        await Expect(host.On("room-title")).ToContainTextAsync("Everybody");
        foreach (var person in People.Skip(1))
            await person.OpenFirstRoomAsync();
    }
}
