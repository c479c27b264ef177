using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Clients;

/// <summary>The server and its clients keep to the protocol, by the kit that anybody may hold theirs against.</summary>
[Collection(SharedServer.Name)]
public sealed class ConformanceTests(ServerFixture fixture)
{
    [SkippableFact]
    public async Task Server_Conforms() => AssertConforms(await ConformanceKit.RunAsync("server", fixture.Server.Url.ToString()));

    [SkippableFact]
    public async Task Server_WithoutWebSocket_Conforms() =>
        AssertConforms(await ConformanceKit.RunAsync("server", "--transport", "http", fixture.Server.Url.ToString()));

    [SkippableFact]
    public async Task Client_InPython_Conforms() => AssertConforms(await ConformanceKit.RunAsync(["client", "--", .. ConformanceKit.PythonDriver()]));

    [SkippableFact]
    public async Task Client_InDotNet_Conforms() => AssertConforms(await ConformanceKit.RunAsync(["client", "--", .. ConformanceKit.DotNetDriver()]));

    // The kit refuses upgrades: the clients go over HTTP by themselves, and come back there.
    [SkippableFact]
    public async Task Client_InPython_WithoutWebSocket_Conforms() =>
        AssertConforms(await ConformanceKit.RunAsync(["client", "--transport", "http", "--", .. ConformanceKit.PythonDriver()]));

    [SkippableFact]
    public async Task Client_InDotNet_WithoutWebSocket_Conforms() =>
        AssertConforms(await ConformanceKit.RunAsync(["client", "--transport", "http", "--", .. ConformanceKit.DotNetDriver()]));

    // A driver that does nothing is no client: the kit says so, and of which scenario.
    [SkippableFact]
    public async Task Client_ThatDoesNothing_DoesNotConform()
    {
        var (exitCode, output) = await ConformanceKit.RunAsync("--only", "01", "client", "--", "true");
        Assert.True(exitCode == 1, output);
        Assert.Contains("FAILED 01-session", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("conformance")]
    [InlineData("python")]
    public async Task UnitTests_InPython_Pass(string folder)
    {
        using var tests = Process.Start(new ProcessStartInfo(ConformanceKit.Python(), ["-m", "unittest", "discover", "-s", "test", "-t", "."])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", folder),
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1", ["AKKAREALTIME_URL"] = fixture.Server.Url.ToString() },
            RedirectStandardError = true,
        })!;
        var output = await tests.StandardError.ReadToEndAsync();
        await tests.WaitForExitAsync();
        Assert.True(tests.ExitCode == 0, output);
    }

    private static void AssertConforms((int ExitCode, string Output) run) => Assert.True(run.ExitCode == 0, run.Output);
}
