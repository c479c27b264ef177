using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>What the server says of its HTTP API, as Redocly's linter reads it.</summary>
[Collection(SharedServer.Name)]
public sealed class OpenApiLintTests(ServerFixture fixture)
{
    private static readonly string Site = Path.Combine(Repository.Root, "docs", "site");

    [SkippableFact]
    public async Task OpenApi_LintsClean()
    {
        var (node, linter) = (Need.Program("node", "https://nodejs.org"), Need.NpmPackage("docs/site", "@redocly/cli"));
        using var http = new HttpClient();
        var folder = Directory.CreateTempSubdirectory("akkarealtime-openapi-");
        try
        {
            var document = Path.Combine(folder.FullName, "v1.json");
            await File.WriteAllTextAsync(document, await http.GetStringAsync(new Uri(fixture.Server.Url, "/openapi/v1.json")));
            var start = new ProcessStartInfo(node, [Path.Combine(linter, "bin", "cli.js"), "lint", document, "--config", Path.Combine(Site, "redocly.yaml")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true" },
            };
            using var run = Process.Start(start)!;
            var (output, errors) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
            await run.WaitForExitAsync();
            var said = await output + await errors;
            Assert.True(run.ExitCode == 0, said);
            Assert.Contains("v1.json: validated", said, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
