using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>Debian's Chromium with fake cameras and microphones.</summary>
public static class Chromium
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

    /// <summary>Starts one by the program at <paramref name="path"/>, with <paramref name="more"/> flags.</summary>
    public static async Task<(IPlaywright Playwright, IBrowser Browser)> LaunchAsync(string path, params string[] more)
    {
        Assertions.SetDefaultExpectTimeout(120_000);
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = [.. Flags, .. more], Headless = true }));
    }
}
