using System.Diagnostics;
using AkkaRealtime.Server.Tests.Browser;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.Playwright;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>The web's packages as they are published, in folders that know nothing of this repository, against a real server: the examples of their READMEs, and a worker.</summary>
[Collection(nameof(ChatBrowser))]
public sealed class PackedWebTests(Pages pages, OwnHost host) : IClassFixture<OwnHost>
{
    private static readonly string Web = Path.Combine(Repository.Root, "src", "web");
    private static readonly string Here = Path.Combine(Repository.Root, "tests", "AkkaRealtime.Server.Tests", "Packages");

    [SkippableFact]
    public async Task Packages_InEmptyFolders_WorkInReact18And19AndNodeAndAWorker()
    {
        var node = Need.Program("node", "https://nodejs.org");
        Skip.IfNot(Directory.Exists(Path.Combine(Web, "node_modules")), "Needs the web's packages: cd src/web && npm ci");
        var browser = await pages.BrowserAsync();
        var server = await pages.ServerAsync();
        var folder = Directory.CreateTempSubdirectory("akkarealtime-packed-");
        try
        {
            await RunAsync(node, Path.Combine(Here, "packed.mjs"), Web, folder.FullName);

            var printed = await RunAsync(node, "--experimental-websocket", "--no-warnings", Path.Combine(folder.FullName, "script", "example.js"), server.Url.ToString().TrimEnd('/'));
            Assert.Equal(["Alice: Hello from a script", "Alice is online"], printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));

            var script = Path.Combine(folder.FullName, "script");
            await GuideAsync(node, script, "socket-io.md", "ready", "alice: Hello", "Bob is offline", "price.changed a1 995");
            await GuideAsync(node, script, "pusher.md", "ready", "price.changed a1 995", "order.shipped o1", "Bob is offline");
            await GuideAsync(node, script, "signalr.md", "placed a1-1", "not-found There is no such article.");

            // A worker of the page's own address, as in an app: from a blob, which the server's own page may not have.
            await using var context = await browser.NewContextAsync(new() { BypassCSP = true });
            await ReactAsync(context, server, folder.FullName, "react18");
            await ReactAsync(context, server, folder.FullName, "react19");
            await WorkerAsync(context, server, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task GuideAsync(string node, string folder, string guide, params string[] printed) => await RunAsync(
        node,
        ["--experimental-websocket", "--no-warnings", Path.Combine(Here, "guide.mjs"), Path.Combine(Repository.Root, "docs", "guides", guide), folder, host.Url.ToString().TrimEnd('/'), host.AdminKey, .. printed]);

    private static async Task ReactAsync(IBrowserContext context, ServerProcess server, string folder, string name)
    {
        var me = SignedIn.NewName(name);
        var page = await context.NewPageAsync();
        var app = await File.ReadAllTextAsync(Path.Combine(folder, name, "app.js"));
        await page.RouteAsync($"**/{name}/app.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = app.Replace("\"Alice\"", $"\"{me}\"", StringComparison.Ordinal) }));
        await using var bob = await RawClient.NewAsync(server, "Bob");
        // Known to the server from now on, so that there can be a room with them.
        await SignedIn.ByNameAsync(server.Url, me);
        var room = (await bob.RequestAsync("chat.direct", new { user = me })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await bob.RequestAsync("chat.send", new { room, key = "k1", text = $"Hello, {name}" });

        // A document of the server's own: one that a test makes up may not connect to this machine.
        await page.GotoAsync(new Uri(server.Url, "healthz/live").ToString());
        await page.EvaluateAsync("() => { document.body.innerHTML = '<div id=root></div>'; }");
        await page.AddScriptTagAsync(new() { Url = $"/{name}/app.js", Type = "module" });
        await Assertions.Expect(page.GetByText($"Hello, {name}")).ToBeVisibleAsync();
        await page.GetByLabel("Message").FillAsync($"{name} answers");
        await page.GetByLabel("Message").PressAsync("Enter");
        await bob.WaitForAsync("chat.message", m => m["text"] == $"{name} answers");
    }

    private static async Task WorkerAsync(IBrowserContext context, ServerProcess server, string folder)
    {
        var signedIn = await SignedIn.ByNameAsync(server.Url, SignedIn.NewName("worker"));
        await using var bob = await RawClient.NewAsync(server, "Bob");
        var room = (await bob.RequestAsync("chat.direct", new { user = signedIn.User })).Data.GetProperty("room").GetProperty("id").GetString()!;
        var page = await context.NewPageAsync();
        var code = await File.ReadAllTextAsync(Path.Combine(folder, "script", "worker.bundle.js"));
        await page.GotoAsync(new Uri(server.Url, "healthz/live").ToString());
        await page.EvaluateAsync(
            """
            (given) => {
              const worker = new Worker(URL.createObjectURL(new Blob([given.code], { type: "text/javascript" })), { type: "module" });
              window.heard = new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data)));
              worker.postMessage(given);
            }
            """,
            new { server = server.Url.ToString().TrimEnd('/'), user = signedIn.User, token = signedIn.Token, room, code });
        await bob.WaitForAsync("chat.message", m => m["text"] == "Hello from undefined in DedicatedWorkerGlobalScope");
        await bob.RequestAsync("chat.send", new { room, key = "k1", text = "Hello, worker" });
        Assert.Equal("Hello, worker", await page.EvaluateAsync<string>("() => window.heard"));
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
    }
}
