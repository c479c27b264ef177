using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Browser;

/// <summary>
/// What two people do first, one in Firefox and one in Chromium: tests/firefox/smoke.mjs. Playwright knows only Firefoxes of its own making; Debian's is driven by WebDriver BiDi.
/// </summary>
[Collection(nameof(CallBrowser))]
public sealed class FirefoxTests(Pages pages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    [SkippableFact]
    public async Task Somebody_in_Firefox_and_somebody_in_Chromium_talk_see_each_others_status_and_call_each_other()
    {
        var (firefox, chromium, node) = (Need.Firefox(), Need.HeadlessChromium(), Need.Program("node", "https://nodejs.org"));
        var server = await pages.ServerAsync();
        var start = new ProcessStartInfo(node, ["smoke.mjs", server.Url.ToString(), firefox, chromium])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "tests", "firefox"),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(start)!;
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        try
        {
            await run.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            run.Kill(entireProcessTree: true);
        }

        var said = await output + await errors;
        Assert.True(said.EndsWith("good\n", StringComparison.Ordinal), said);
    }
}
