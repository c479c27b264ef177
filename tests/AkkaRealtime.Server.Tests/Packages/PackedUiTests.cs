using System.Diagnostics;
using AkkaRealtime.Server.Tests.Browser;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>The parts of React as they are published, in a folder that knows nothing of this repository: the example of their README, built by Vite, for two people on a real server.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PackedUiTests(Pages pages)
{
    private static readonly string Web = Path.Combine(Repository.Root, "src", "web");
    private static readonly string Here = Path.Combine(Repository.Root, "tests", "AkkaRealtime.Server.Tests", "Packages");

    [SkippableFact]
    public async Task Parts_in_an_app_of_somebody_elses_show_rooms_messages_status_and_calls_and_leave_its_own_elements_as_they_are()
    {
        var node = Need.Program("node", "https://nodejs.org");
        Skip.IfNot(Directory.Exists(Path.Combine(Web, "node_modules")), "Needs the web's packages: cd src/web && npm ci");
        var browser = await pages.BrowserAsync();
        var server = await pages.ServerAsync();
        var folder = Directory.CreateTempSubdirectory("akkarealtime-packed-ui-");
        try
        {
            await BuildAsync(node, folder.FullName);
            var dist = Path.Combine(folder.FullName, "ui", "dist");
            var (alice, bob) = (SignedIn.NewName("Alice"), SignedIn.NewName("Bob"));
            await using var aliceContext = await browser.NewContextAsync(new() { BypassCSP = true, Locale = "en" });
            await using var bobContext = await browser.NewContextAsync(new() { BypassCSP = true, Locale = "de" });
            await using var carol = await RawClient.NewAsync(server, "Carol");
            var known = await SignedIn.ByNameAsync(server.Url, alice);
            await using var raw = await RawClient.SignInAsync(server, bob);
            await raw.RequestAsync("chat.direct", new { user = known.User });

            var hers = await OpenAsync(aliceContext, server, dist, alice);
            var his = await OpenAsync(bobContext, server, dist, bob);
            await TalkAsync(hers, his, alice, bob);
            await RingAsync(hers, carol, known.User);
            await SetStatusAsync(hers, his);
            await LooksAsync(hers);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, ServerProcess server, string dist, string name)
    {
        var page = await context.NewPageAsync();
        await page.RouteAsync("**/ui/**", async route =>
        {
            var file = Path.Combine(dist, new Uri(route.Request.Url).AbsolutePath["/ui/".Length..]);
            var type = Path.GetExtension(file) == ".css" ? "text/css" : "text/javascript";
            var text = await File.ReadAllTextAsync(file);
            await route.FulfillAsync(new() { ContentType = type, Body = text.Replace("\"Alice\"", $"\"{name}\"", StringComparison.Ordinal).Replace("`Alice`", $"\"{name}\"", StringComparison.Ordinal) });
        });
        // A document of the server's own: one that a test makes up may not connect to this machine.
        await page.GotoAsync(new Uri(server.Url, "healthz/live").ToString());
        var assets = Directory.GetFiles(Path.Combine(dist, "assets"), "index-*").Select(f => $"/ui/assets/{Path.GetFileName(f)}").ToArray();
        await page.EvaluateAsync("() => { document.body.innerHTML = '<div id=root></div>'; }");
        await page.AddStyleTagAsync(new() { Url = assets.Single(a => a.EndsWith(".css", StringComparison.Ordinal)) });
        await page.AddScriptTagAsync(new() { Url = assets.Single(a => a.EndsWith(".js", StringComparison.Ordinal)), Type = "module" });
        return page;
    }

    private static async Task TalkAsync(IPage hers, IPage his, string alice, string bob)
    {
        await hers.GetByTestId("room-item").Filter(new() { HasText = bob }).ClickAsync();
        await hers.GetByTestId("composer-input").FillAsync("Hello from a part");
        await hers.GetByTestId("composer-input").PressAsync("Enter");
        await his.GetByTestId("room-item").Filter(new() { HasText = alice }).ClickAsync();
        await Expect(his.GetByTestId("timeline").GetByText("Hello from a part")).ToBeVisibleAsync();
        await his.GetByTestId("composer-input").FillAsync("Hallo von einem anderen");
        await his.GetByTestId("composer-send").ClickAsync();
        await Expect(hers.GetByTestId("timeline").GetByText("Hallo von einem anderen")).ToBeVisibleAsync();
        // Each in the language of their browser.
        await Expect(hers.GetByTestId("composer-send")).ToHaveAccessibleNameAsync("Send");
        await Expect(his.GetByTestId("composer-send")).ToHaveAccessibleNameAsync("Senden");
    }

    private static async Task SetStatusAsync(IPage hers, IPage his)
    {
        await hers.GetByTestId("user-status").ClickAsync();
        await hers.GetByTestId("status-busy").ClickAsync();
        await Expect(hers.GetByTestId("user-status")).ToHaveAttributeAsync("data-status", "busy");
        await Expect(his.Locator(".room-item .presence")).ToHaveAttributeAsync("data-status", "busy");
    }

    private static async Task RingAsync(IPage hers, RawClient carol, string her)
    {
        await carol.RequestAsync("chat.direct", new { user = her });
        await carol.RequestAsync("call.start", new { user = her, media = "audio", key = "k" });
        await Expect(hers.GetByTestId("incoming-call")).ToBeVisibleAsync();
        await Expect(hers.GetByTestId("incoming-caller")).ToHaveTextAsync("Carol");
        await hers.GetByTestId("decline-call").ClickAsync();
        await Expect(hers.GetByTestId("incoming-call")).ToHaveCountAsync(0);
    }

    private static async Task LooksAsync(IPage hers)
    {
        // The app's own elements: around the parts, among them, and with a class that the kit has as well.
        var different = await hers.EvaluateAsync<string[]>(
            """
            () => {
              const frame = document.body.appendChild(document.createElement("iframe"));
              const own = [...document.querySelectorAll("#root h1, section > button, section > h2")].filter((e) => !e.closest(".akkarealtime-ui"));
              const found = own.flatMap((element) => {
                const plain = frame.contentDocument.body.appendChild(frame.contentDocument.createElement(element.tagName));
                const [here, there] = [getComputedStyle(element), frame.contentWindow.getComputedStyle(plain)];
                return ["color", "backgroundColor", "fontFamily", "fontSize", "fontWeight", "marginBlockStart", "padding", "borderTopWidth", "borderRadius", "boxSizing", "cursor"]
                  .filter((name) => here[name] !== there[name]).map((name) => `${element.tagName} ${name}: ${here[name]}, not ${there[name]}`);
              });
              frame.remove();
              return own.length === 3 ? found : [`${own.length} elements`];
            }
            """);
        Assert.Empty(different);

        var send = hers.GetByTestId("composer-send");
        await hers.GetByTestId("composer-input").FillAsync("something to send");
        await Expect(send).ToHaveCSSAsync("background-color", "rgb(10, 109, 104)");
        await hers.AddStyleTagAsync(new() { Content = ".akkarealtime-ui { --accent: rgb(123, 45, 67) }" });
        await Expect(send).ToHaveCSSAsync("background-color", "rgb(123, 45, 67)");
    }

    private static async Task BuildAsync(string node, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(node, [Path.Combine(Here, "packed-ui.mjs"), Web, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{await output}\n{await errors}");
    }
}
