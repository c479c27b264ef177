using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>The web's client as it is published, in runtimes that are neither a browser nor Node (whose test is <see cref="PackedWebTests"/>): the example of its README, as it stands.</summary>
[Collection(SharedServer.Name)]
public sealed class RuntimeTests(ServerFixture fixture)
{
    private static readonly string Web = Path.Combine(Repository.Root, "src", "web");
    private static readonly string Here = Path.Combine(Repository.Root, "tests", "AkkaRealtime.Server.Tests", "Packages");

    [SkippableTheory]
    [InlineData("bun", "run")]
    [InlineData("deno", "run", "--allow-net", "--allow-env", "--allow-read")]
    public async Task Example_OfTheReadme_Talks(string runtime, params string[] arguments)
    {
        var program = Path.Combine(Need.NpmPackage("tests/runtimes", runtime), "..", ".bin", runtime);
        var node = Need.Program("node", "https://nodejs.org");
        Skip.IfNot(Directory.Exists(Path.Combine(Web, "node_modules")), "Needs the web's packages: cd src/web && npm ci");
        var folder = Directory.CreateTempSubdirectory("akkarealtime-runtime-");
        try
        {
            await RunAsync(folder.FullName, node, Path.Combine(Here, "script.mjs"), Web, folder.FullName);
            var printed = await RunAsync(Path.Combine(folder.FullName, "script"), program, [.. arguments, "example.js", fixture.Server.Url.ToString().TrimEnd('/')]);
            Assert.Equal(["Alice: Hello from a script", "Alice is online"], printed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
    }
}
