using System.Diagnostics;
using System.Text.Json;
using AkkaRealtime.Benchmarks.Peers;
using Microsoft.Playwright;

namespace AkkaRealtime.Benchmarks.Page;

/// <summary>Somebody with a browser, and a stopwatch in the page that counts until something is drawn.</summary>
internal sealed class PageVisitor : IAsyncDisposable
{
    private const string OnEveryPage = """
        window.drawn = (selector, beginning, since) => new Promise((done) => {
          const look = () => {
            const found = [...document.querySelectorAll(selector)].some((e) => e.textContent.startsWith(beginning));
            if (found) setTimeout(() => done(performance.now() - since)); else requestAnimationFrame(look);
          };
          requestAnimationFrame(look);
        });
        window.frames_ = { record() {
          const deltas = []; let last = performance.now(), on = true;
          const frame = (now) => { deltas.push(now - last); last = now; if (on) requestAnimationFrame(frame); };
          requestAnimationFrame(frame);
          return () => { on = false; return deltas.slice(1); };
        } };
        """;

    private static readonly TimeSpan WheelEvery = TimeSpan.FromMilliseconds(16);

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly Uri _server;

    private PageVisitor(IPlaywright playwright, IBrowser browser, IPage page, Uri server) =>
        (_playwright, _browser, Page, _server) = (playwright, browser, page, server);

    private IPage Page { get; }

    /// <summary>Opens the page of <paramref name="server"/> in the browser at <paramref name="path"/>, for somebody who has never been there.</summary>
    public static async Task<PageVisitor> OpenAsync(string path, Uri server)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
        });
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1_280, Height = 800 } });
        context.SetDefaultTimeout(120_000);
        await context.AddInitScriptAsync(OnEveryPage);
        return new PageVisitor(playwright, browser, await context.NewPageAsync(), server);
    }

    /// <summary>Signs in by the form; milliseconds from its sending until the list of rooms is drawn.</summary>
    public async Task<double> SignInAsync(int user)
    {
        await Page.GotoAsync(_server.ToString());
        var asked = JsonSerializer.SerializeToUtf8Bytes(new { name = "Reader", user = AkkaRealtimePeer.UserOf(user) });
        await Page.RouteAsync("**/api/v1/dev/sign-in", route => route.ContinueAsync(new() { PostData = asked }));
        await Page.GetByTestId("sign-in-name").FillAsync("Reader");
        return await Page.EvaluateAsync<double>("""
            () => {
              const since = performance.now();
              document.querySelector("[data-testid=sign-in-submit]").click();
              return window.drawn("[data-testid=room-item]", "", since);
            }
            """);
    }

    /// <summary>Loads the page again, at its list of rooms; milliseconds from the beginning of the navigation until the list is drawn.</summary>
    public async Task<double> ReloadAsync()
    {
        await Page.GotoAsync("about:blank");
        await Page.GotoAsync(_server.ToString(), new() { WaitUntil = WaitUntilState.Commit });
        return await Page.EvaluateAsync<double>("""() => window.drawn("[data-testid=room-item]", "", 0)""");
    }

    /// <summary>Opens a room; milliseconds until its messages are drawn.</summary>
    public async Task<double> OpenRoomAsync(string room, string beginning)
    {
        var took = await Page.EvaluateAsync<double>("""
            ([room, beginning]) => {
              const since = performance.now();
              location.hash = `#/room/${encodeURIComponent(room)}`;
              return window.drawn("[data-testid=message-text]", beginning, since);
            }
            """, new[] { room, beginning });

        // What comes behind it (marks, names) is not the next room's.
        await Page.EvaluateAsync("() => new Promise((done) => requestIdleCallback(done, { timeout: 2000 }))");
        return took;
    }

    /// <summary>Turns the wheel over an element, a turn every 16 ms; milliseconds between the frames that were drawn meanwhile.</summary>
    public async Task<IReadOnlyList<double>> ScrollAsync(string testId, int turns, int pixels)
    {
        await Page.GetByTestId(testId).First.HoverAsync();
        await Page.EvaluateAsync("() => { window.stop = window.frames_.record(); }");
        var time = Stopwatch.StartNew();
        for (var turn = 1; turn <= turns; turn++)
        {
            await Page.Mouse.WheelAsync(0, pixels);
            if (turn * WheelEvery - time.Elapsed is var left && left > TimeSpan.Zero)
                await Task.Delay(left);
        }

        return await Page.EvaluateAsync<double[]>("() => window.stop()");
    }

    /// <summary>Types a sentence into the composer; milliseconds from each key until the page has drawn what it did.</summary>
    public async Task<IReadOnlyList<double>> TypeAsync(string text)
    {
        await Page.GetByTestId("composer-input").FocusAsync();
        await Page.EvaluateAsync("""
            () => {
              window.keys = [];
              addEventListener("keydown", (key) => requestAnimationFrame(() => setTimeout(() => window.keys.push(performance.now() - key.timeStamp))), true);
            }
            """);
        await Page.Keyboard.TypeAsync(text, new() { Delay = 50 });
        await Page.WaitForFunctionAsync("(all) => window.keys.length >= all", text.Length);
        var keys = await Page.EvaluateAsync<double[]>("() => window.keys");
        await Page.GetByTestId("composer-input").FillAsync("");
        return keys;
    }

    /// <summary>Elements on the page, and what JavaScript holds after garbage was collected, in bytes.</summary>
    public async Task<(int Elements, long Heap)> SizeAsync()
    {
        var session = await Page.Context.NewCDPSessionAsync(Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        var heap = (await session.SendAsync("Runtime.getHeapUsage"))!.Value.GetProperty("usedSize").GetDouble();
        return (await Page.EvaluateAsync<int>("() => document.querySelectorAll('*').length"), (long)heap);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
