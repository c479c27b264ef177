using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Debian's Chromium with a fake camera and microphone, started at the first use and shared by the tests of a class.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2",
        "--allow-loopback-in-peer-connection", "--autoplay-policy=no-user-gesture-required",
        $"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE {NetworkNamespace.Address}",
        "--disable-features=WebRtcHideLocalIpsWithMdns,MediaRouter,DialMediaRouteProvider,OptimizationHints,Translate",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The running browser; skips the test where there is no Chromium.</summary>
    public async Task<IBrowser> StartedAsync()
    {
        if (_browser is not null)
            return _browser;
        (_playwright, _browser) = await LaunchAsync(Need.Chromium());
        return _browser;
    }

    /// <summary>Starts one by the program at <paramref name="path"/>, with <paramref name="more"/> flags.</summary>
    public static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync(string path, params string[] more)
    {
        Assertions.SetDefaultExpectTimeout(60_000);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = [.. Flags, .. more], Headless = true }));
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
