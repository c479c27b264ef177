using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.CommandLine;

/// <summary><c>akkarealtime doctor</c> with parts that are there, and with parts that are not.</summary>
[Collection(CommandLineTool.Name)]
public sealed class DoctorTests(PackedTool tool, CommandLineServer fixture)
{
    private static readonly Dictionary<string, string> Development = new() { ["ASPNETCORE_ENVIRONMENT"] = "Development" };

    [Fact]
    public async Task Server_ThatIsThere_IsReached_AndOneThatIsNotIsBad()
    {
        var found = await LookAsync(new Dictionary<string, string> { ["AkkaRealtime__DataDirectory"] = fixture.Server.DataDirectory }, "--server", fixture.Server.Url.ToString());
        Assert.Equal(0, found.ExitCode);
        foreach (var about in (string[])["options", "store", "disk", "sign-in", "server", "clock", "websocket", "http"])
            Assert.Equal("good", Verdict(found, about));
        Assert.Contains("a server is using it", found.Output, StringComparison.Ordinal);
        Assert.Equal("warning", Verdict(found, "turn"));

        var none = await LookAsync([], "--server", "http://127.0.0.1:9");
        Assert.Equal((1, "bad"), (none.ExitCode, Verdict(none, "server")));
        var path = await LookAsync([], "--server", fixture.Server.Url.ToString(), "--path", "/elsewhere");
        Assert.Equal((1, "bad"), (path.ExitCode, Verdict(path, "websocket")));
    }

    [Fact]
    public async Task Options_ThatAreWrong_AreAllThatIsTold()
    {
        var found = await LookAsync(new Dictionary<string, string> { ["AkkaRealtime__Calls__Turn__0"] = "turn:127.0.0.1:3478" });
        Assert.Equal(1, found.ExitCode);
        Assert.Equal("bad", Verdict(found, "options"));
        Assert.Contains("TurnSecret", found.Output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Turn_GivesARelay_ToWhoHasTheSecret_ByUdpAndTcp()
    {
        await using var coturn = await Coturn.StartAsync();
        var good = await LookAsync(new Dictionary<string, string>
        {
            ["AkkaRealtime__Calls__Stun__0"] = $"stun:127.0.0.1:{coturn.Port}",
            ["AkkaRealtime__Calls__Turn__0"] = $"turn:127.0.0.1:{coturn.Port}?transport=udp",
            ["AkkaRealtime__Calls__Turn__1"] = $"turn:127.0.0.1:{coturn.Port}?transport=tcp",
            ["AkkaRealtime__Calls__TurnSecret"] = Coturn.Secret,
        });
        Assert.Equal(0, good.ExitCode);
        Assert.Equal("good", Verdict(good, "stun"));

        // It relays, at an address that nobody else can reach.
        Assert.Equal(2, Findings(good, "turn").Count(f => f.GetProperty("verdict").GetString() == "warning" && f.GetProperty("says").GetString()!.Contains("relays at 127.0.0.1", StringComparison.Ordinal)));

        var other = await LookAsync(new Dictionary<string, string> { ["AkkaRealtime__Calls__Turn__0"] = $"turn:127.0.0.1:{coturn.Port}", ["AkkaRealtime__Calls__TurnSecret"] = "another secret" });
        Assert.Equal((1, "bad"), (other.ExitCode, Verdict(other, "turn")));
        Assert.Contains("static-auth-secret", other.Output, StringComparison.Ordinal);
        var nobody = await LookAsync(new Dictionary<string, string> { ["AkkaRealtime__Calls__Turn__0"] = "turn:127.0.0.1:9?transport=tcp", ["AkkaRealtime__Calls__TurnSecret"] = "another secret" });
        Assert.Equal((1, "bad"), (nobody.ExitCode, Verdict(nobody, "turn")));
    }

    [SkippableFact]
    public async Task Janus_IsAskedForItsVideoRoom_WithItsSecret()
    {
        await using var janus = await JanusProcess.StartAsync();
        var options = JanusProcess.Options(janus).ToDictionary(o => o.Key.Replace(":", "__", StringComparison.Ordinal), o => o.Value);
        Assert.Equal("good", Verdict(await LookAsync(options), "janus"));
        options["AkkaRealtime__Calls__Janus__0__ApiSecret"] = "another secret";
        var refused = await LookAsync(options);
        Assert.Equal((1, "bad"), (refused.ExitCode, Verdict(refused, "janus")));
        options["AkkaRealtime__Calls__Janus__0__Url"] = "ws://127.0.0.1:9";
        Assert.Equal("bad", Verdict(await LookAsync(options), "janus"));
    }

    [SkippableTheory]
    [InlineData("as it is", "good", "good", "")]
    [InlineData("no upgrade", "bad", "good", "pass on Upgrade")]
    [InlineData("another host", "bad", "good", "pass Host on")]
    public async Task Proxy_ThatIsInTheWay_IsFound(string how, string webSocket, string http, string says)
    {
        var plain = ServerProcess.FreePort();
        await using var proxy = await ReverseProxy.StartAsync("nginx", fixture.Server.Url, recipe => Damaged(recipe, how).Replace("server_name", $"listen 127.0.0.1:{plain};\n        server_name", StringComparison.Ordinal));
        var found = await LookAsync([], "--server", $"http://127.0.0.1:{plain}/");
        Assert.Equal(("good", webSocket, http), (Verdict(found, "server"), Verdict(found, "websocket"), Verdict(found, "http")));
        Assert.Contains(says, found.Output, StringComparison.Ordinal);

        // Its certificate is the tests' own.
        var secure = await LookAsync([], "--server", proxy.Url.ToString());
        Assert.Equal((1, "bad"), (secure.ExitCode, Verdict(secure, "server")));
        Assert.Contains("ertificate", Findings(secure, "server").Single().GetProperty("says").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Proxy_ThatGathersResponses_IsFound()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var proxy = builder.Build();
        proxy.MapGet("/healthz/ready", () => "ready");
        proxy.MapGet("/ws/ws/stream", async context =>
        {
            // The head, and then nothing: what comes stays with it.
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await proxy.StartAsync();
        var found = await LookAsync([], "--server", proxy.Urls.First());
        Assert.Equal(("good", "bad", "warning"), (Verdict(found, "server"), Verdict(found, "websocket"), Verdict(found, "http")));
        Assert.Contains("proxy_buffering off", found.Output, StringComparison.Ordinal);
    }

    private static string Damaged(string recipe, string how) => how switch
    {
        "no upgrade" => recipe.Replace("proxy_set_header Upgrade $http_upgrade;", "", StringComparison.Ordinal),
        "another host" => recipe.Replace("proxy_set_header Host $http_host;", "", StringComparison.Ordinal),
        _ => recipe,
    };

    private async Task<ToolRun> LookAsync(Dictionary<string, string> options, params string[] arguments) =>
        await tool.RunAsync(new Dictionary<string, string>(options.Concat(Development)), null, ["doctor", "--json", .. arguments]);

    private static IEnumerable<JsonElement> Findings(ToolRun run, string about) =>
        run.Objects().Single().GetProperty("findings").EnumerateArray().Where(f => f.GetProperty("about").GetString() == about);

    private static string Verdict(ToolRun run, string about) =>
        Findings(run, about).Select(f => f.GetProperty("verdict").GetString()!).FirstOrDefault() ?? $"nothing about {about}: {run.Output}{run.Errors}";
}
