using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Somebody with a browser profile of their own who uses the page as people do: by what it shows.</summary>
public sealed class Person : IAsyncDisposable
{
    // Keeps hold of every peer connection, for the proof of media; and notices a reload.
    private const string Witness = """
        window.witness = { peers: [], loaded: performance.now() };
        const Real = window.RTCPeerConnection;
        window.RTCPeerConnection = function (...args) { const pc = new Real(...args); window.witness.peers.push(pc); return pc; };
        window.RTCPeerConnection.prototype = Real.prototype;
        Object.setPrototypeOf(window.RTCPeerConnection, Real);
        """;

    // Whatever the page wishes for: a picture is shown to come, not to be sharp, and all of them are encoded and decoded by one machine.
    private const string SmallCamera = """
        const camera = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
        if (camera) navigator.mediaDevices.getUserMedia = (wish) => camera(wish.video ? { ...wish, video: { ...wish.video, width: 320, height: 240, frameRate: 10 } } : wish);
        """;

    private const string FramesOfEach = """
        async () => {
          const frames = new Map();
          for (const pc of window.witness.peers) {
            if (pc.connectionState === "closed") continue;
            let sum = 0;
            for (const report of (await pc.getStats()).values()) {
              if (report.type === "inbound-rtp" && report.kind === "video") sum += report.framesDecoded ?? 0;
            }
            frames.set(pc, sum);
          }
          return frames;
        }
        """;

    /// <summary>Reads the names of the paths in use.</summary>
    public const string IceNames = """
        () => window.witness.peers.filter((pc) => pc.connectionState !== "closed")
          .map((pc) => /a=ice-ufrag:(\S+)/.exec(pc.currentLocalDescription?.sdp ?? "")?.[1] ?? "").join()
        """;

    private readonly List<string> _console = [];

    private Person(IBrowserContext context, IPage page, string name, string id)
    {
        Context = context;
        Page = page;
        Name = name;
        Id = id;
        page.Console += (_, e) => _console.Add(e.Text);
        page.PageError += (_, e) => _console.Add($"page error: {e}");
    }

    /// <summary>The profile; tabs of it are one user on one device.</summary>
    public IBrowserContext Context { get; }

    /// <summary>The tab.</summary>
    public IPage Page { get; }

    /// <summary>The name signed in with.</summary>
    public string Name { get; }

    /// <summary>The user's id, which begins with the name.</summary>
    public string Id { get; }

    /// <summary>What the page wrote to the console.</summary>
    public IReadOnlyList<string> Console => _console;

    /// <summary>For <c>camera</c>: cameras are as the page wants them, which is much for a machine that encodes and decodes all of them.</summary>
    public const string CameraAsWished = "/* As it is. */";

    /// <summary>
    /// Opens a new profile, signs in by the form and waits for the connection. <paramref name="camera"/> is a script that makes every camera so, instead of a
    /// small one; the user is <paramref name="id"/>, or somebody whom no other test knows; their device is in the time zone <paramref name="zone"/>.
    /// </summary>
    public static Task<Person> SignInAsync(IBrowser browser, ServerProcess server, string name, string? camera = null, string? id = null, string? zone = null) =>
        SignInAsync(browser, server.Url, name, camera, id, zone);

    /// <summary>As above, with the address by which the browser finds the server.</summary>
    public static async Task<Person> SignInAsync(IBrowser browser, Uri server, string name, string? camera = null, string? id = null, string? zone = null)
    {
        var person = await OpenAsync(browser, server, name, id ?? ServerFixture.NewName(name.ToLowerInvariant()), camera, zone);
        try
        {
            // The form asks for a name only, and the server would make the id of it (SignInPageTests).
            const string signIn = "**/api/v1/dev/sign-in";
            var asked = JsonSerializer.SerializeToUtf8Bytes(new { name, user = person.Id });
            await person.Context.RouteAsync(signIn, route => route.ContinueAsync(new() { PostData = asked }));
            await person.SubmitNameAsync();
            await person.UntilConnectedAsync();
            await person.Context.UnrouteAsync(signIn);
            return person;
        }
        catch
        {
            await person.Context.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the page in a new profile, for somebody who has not signed in yet.</summary>
    public static async Task<Person> OpenAsync(IBrowser browser, Uri server, string name, string id, string? camera = null, string? zone = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 800 }, TimezoneId = zone });
        try
        {
            context.SetDefaultTimeout(120_000);
            await context.AddInitScriptAsync(Witness);
            await context.AddInitScriptAsync(camera ?? SmallCamera);
            var person = new Person(context, await context.NewPageAsync(), name, id);
            await person.Page.GotoAsync(server.ToString());
            return person;
        }
        catch
        {
            await context.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fills in the name and sends the form.</summary>
    public async Task SubmitNameAsync()
    {
        await On("sign-in-name").FillAsync(Name);
        await On("sign-in-submit").ClickAsync();
    }

    /// <summary>Another tab of the same profile.</summary>
    public async Task<Person> OpenTabAsync()
    {
        var tab = new Person(Context, await Context.NewPageAsync(), Name, Id);
        await tab.Page.GotoAsync(Page.Url);
        await tab.UntilConnectedAsync();
        return tab;
    }

    /// <summary>An element by its test id.</summary>
    public ILocator On(string testId) => Page.GetByTestId(testId);

    /// <summary>Waits until the page says that it is connected.</summary>
    public Task UntilConnectedAsync() => Expect(On("app")).ToHaveAttributeAsync("data-state", "ready");

    /// <summary>Opens the direct conversation with somebody.</summary>
    public async Task OpenDirectAsync(Person other)
    {
        await On("new-conversation").First.ClickAsync();
        await NameAsync("new-conversation-user", "new-direct-submit", other.Id);

        // Until the dialog is closed, another room may be open.
        await Expect(On("new-conversation-user")).ToHaveCountAsync(0);
        await Expect(On("room")).ToBeVisibleAsync();
    }

    /// <summary>Types who is meant into a field, and sends its form; where the page asks whether such ids are anybody's, they are.</summary>
    public async Task NameAsync(string field, string submit, params string[] users)
    {
        await On(field).FillAsync(string.Join(", ", users));
        await On(submit).ClickAsync();
        await Page.WaitForFunctionAsync(
            "(field) => document.querySelector('[data-testid=unknown-people-yes]') || !document.querySelector(`[data-testid=${field}]`)?.value", field);
        if (await On("unknown-people-yes").CountAsync() > 0)
            await On("unknown-people-yes").ClickAsync();
        else if (await Page.Locator(".chip").CountAsync() > 0)
            await On(submit).ClickAsync(); // They were suggested right under the press, and are picked now.
    }

    /// <summary>Makes a group with others.</summary>
    public async Task OpenGroupAsync(string name, params Person[] others)
    {
        await On("new-conversation").First.ClickAsync();
        await On("new-tab-group").ClickAsync();
        await On("new-conversation-name").FillAsync(name);
        await NameAsync("new-conversation-members", "new-conversation-submit", [.. others.Select(o => o.Id)]);
        await Expect(On("new-conversation-name")).ToHaveCountAsync(0);
        await Expect(On("room")).ToBeVisibleAsync();
    }

    /// <summary>Opens the only, or the first, conversation of the list.</summary>
    public async Task OpenFirstRoomAsync()
    {
        await On("room-item").First.ClickAsync();
        await Expect(On("room")).ToBeVisibleAsync();
    }

    /// <summary>Writes a message and sends it with Enter.</summary>
    public async Task SayAsync(string text)
    {
        await On("composer-input").FillAsync(text);
        await On("composer-input").PressAsync("Enter");
    }

    /// <summary>The element of the message with this text.</summary>
    public ILocator Message(string text) =>
        On("message").Filter(new LocatorFilterOptions { Has = Page.GetByTestId("message-text").Filter(new() { HasTextRegex = new($"^{System.Text.RegularExpressions.Regex.Escape(text)}$") }) });

    /// <summary>Waits until the message is there, once.</summary>
    public Task SeesAsync(string text) => Expect(Message(text)).ToHaveCountAsync(1);

    /// <summary>Waits until nobody's message is on its way any more.</summary>
    public Task UntilAllSentAsync() =>
        Expect(Page.Locator("[data-testid=message][data-state=queued], [data-testid=message][data-state=sending]")).ToHaveCountAsync(0);

    /// <summary>The messages of the open room as they stand on the page: (seq, text), from top to bottom.</summary>
    public async Task<IReadOnlyList<(long Seq, string Text)>> MessagesAsync()
    {
        var rows = await Page.EvaluateAsync<string[][]>("""
            () => [...document.querySelectorAll('[data-testid=message]')].map((m) => [m.dataset.seq ?? "0", m.querySelector('[data-testid=message-text]')?.textContent ?? ""])
            """);
        return [.. rows.Select(r => (long.Parse(r[0], System.Globalization.CultureInfo.InvariantCulture), r[1]))];
    }

    /// <summary>Video frames decoded of all that this page receives.</summary>
    public Task<long> FramesDecodedAsync() => Page.EvaluateAsync<long>("""
        async () => {
          let frames = 0;
          for (const pc of window.witness.peers) {
            if (pc.connectionState === "closed") continue;
            for (const report of (await pc.getStats()).values()) {
              if (report.type === "inbound-rtp" && report.kind === "video") frames += report.framesDecoded ?? 0;
            }
          }
          return frames;
        }
        """);

    /// <summary>Waits until at least so many more video frames were decoded.</summary>
    public async Task SeesVideoAsync(int frames = 6)
    {
        var before = await FramesDecodedAsync();
        await Page.WaitForFunctionAsync("""
            async (least) => {
              let frames = 0;
              for (const pc of window.witness.peers) {
                if (pc.connectionState === "closed") continue;
                for (const report of (await pc.getStats()).values()) {
                  if (report.type === "inbound-rtp" && report.kind === "video") frames += report.framesDecoded ?? 0;
                }
              }
              return frames >= least;
            }
            """, before + frames, new PageWaitForFunctionOptions { PollingInterval = 250 });
    }

    /// <summary>Waits until so many others are linked, and so many more video frames of each of them were decoded.</summary>
    public async Task SeesEachAsync(int others, int frames = 4)
    {
        // Frames count from now on, and of a connection that comes later from its beginning.
        await Page.EvaluateAsync($"async () => {{ window.witness.before = await ({FramesOfEach})(); }}");
        await Page.WaitForFunctionAsync($$"""
            async ([others, frames]) => {
              const now = await ({{FramesOfEach}})();
              const seen = [...now].filter(([pc, count]) => count >= (window.witness.before.get(pc) ?? 0) + frames);
              return seen.length === others && now.size === others;
            }
            """, new[] { others, frames }, new PageWaitForFunctionOptions { PollingInterval = 250 });
    }

    /// <summary>Waits until no video frame came for a second.</summary>
    public Task ReceivesNothingAsync() => Page.WaitForFunctionAsync($$"""
        async () => {
          const count = async () => [...(await ({{FramesOfEach}})()).values()].reduce((sum, one) => sum + one, 0);
          const before = await count();
          await new Promise((done) => setTimeout(done, 1000));
          return (await count()) === before;
        }
        """, null, new PageWaitForFunctionOptions { PollingInterval = 250 });

    /// <summary>The names of the paths in use; an ICE restart changes them.</summary>
    public Task<string> IceNamesAsync() => Page.EvaluateAsync<string>(IceNames);

    /// <summary>The picture of somebody else in the call.</summary>
    public ILocator Tile(Person other) => Page.Locator($"[data-testid=remote-tile][data-participant^='{other.Id}/']");

    /// <summary>Of elements with this test id, the one of somebody.</summary>
    public ILocator Of(string testId, Person other) => Page.Locator($"[data-testid={testId}][data-user='{other.Id}']");

    /// <summary>The tab's process dies: no goodbye of any kind.</summary>
    public async Task CrashAsync()
    {
        var crashed = new TaskCompletionSource();
        Page.Crash += (_, _) => crashed.TrySetResult();
        var session = await Context.NewCDPSessionAsync(Page);
        // It is never answered: who would answer is gone.
        _ = session.SendAsync("Page.crash").ContinueWith(t => t.Exception, TaskScheduler.Default);
        await crashed.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>A value that a reload changes.</summary>
    public Task<double> LoadMarkAsync() => Page.EvaluateAsync<double>("() => performance.timeOrigin");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Page.Context.Pages.Count <= 1 || Page.Context.Pages[0] == Page)
            await Context.DisposeAsync();
        else
            await Page.CloseAsync();
    }
}
