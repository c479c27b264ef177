using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Benchmarks;

/// <summary>The benchmarks' commands in their tiny form, against our server alone: they run, and end with 1 where a message was lost or came twice.</summary>
public sealed class BenchmarkCommandTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string Dll = Path.Combine(
        Repository.Root, "tests", "AkkaRealtime.Benchmarks", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AkkaRealtime.Benchmarks.dll");

    [Theory]
    [InlineData("compare --tiny --only ours --rows rooms", "doubled")]
    [InlineData("storm --tiny --only ours", "AkkaRealtime")]
    [InlineData("micro --tiny", "journal")]
    public Task Run_TinyForm_PrintsItsTable(string command, string row) => RunAsync(command, row);

    [SkippableFact]
    public Task Run_TinyFormOfThePage_PrintsItsTables()
    {
        Need.Chromium();
        return RunAsync("page --tiny", "the long room, upwards from its end");
    }

    private static async Task RunAsync(string command, string row)
    {
        var start = new ProcessStartInfo("dotnet", [Dll, .. command.Split(' ')]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var over = new CancellationTokenSource(Patience);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(over.Token), process.StandardError.ReadToEndAsync(over.Token));
            await process.WaitForExitAsync(over.Token);
            Assert.True(process.ExitCode == 0, $"{await output}{await errors}");
            Assert.Contains($"| {row}", await output, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
