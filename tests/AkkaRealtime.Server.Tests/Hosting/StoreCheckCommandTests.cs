using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary><c>--check-store</c> as an operator runs it.</summary>
public sealed class StoreCheckCommandTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("akkarealtime-check-");

    [Fact]
    public async Task Check_TellsByItsExitCode()
    {
        Assert.Equal((66, true), Run() is var (none, said) ? (none, said.Contains("There is no store", StringComparison.Ordinal)) : default);
        await using (var server = await ServerProcess.StartAsync(new ServerSettings { DataDirectory = _data.FullName }))
            Assert.Equal(69, Run().ExitCode);
        Assert.Equal(0, Run().ExitCode);
        await File.WriteAllTextAsync(Path.Combine(_data.FullName, "realtime.db"), "no database");
        Assert.Equal((78, true), Run() is var (damaged, why) ? (damaged, why.Contains("is damaged", StringComparison.Ordinal)) : default);
    }

    public void Dispose() => _data.Delete(recursive: true);

    private (int ExitCode, string Said) Run()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [new ServerSettings().ServerDll, StoreCheckCommand.Argument, $"--AkkaRealtime:DataDirectory={_data.FullName}"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
