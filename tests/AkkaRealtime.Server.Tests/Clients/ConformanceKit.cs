using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Clients;

/// <summary>The conformance kit (docs/conformance.md), as anybody runs it. Skipped where Python or its websockets are not installed.</summary>
internal static class ConformanceKit
{
    private const string Install = "apt-get install -y python3 python3-websockets";
    private static readonly Lazy<string?> Found = new(() => new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(HasWebSockets));

    /// <summary>A Python that has what the kit needs.</summary>
    public static string Python() => Found.Value ?? Need.Program("python3 with websockets", Install);

    /// <summary>The driver of the Python client.</summary>
    public static string[] PythonDriver() => [Python(), Path.Combine(Repository.Root, "src", "python", "test", "driver.py")];

    /// <summary>The driver of the .NET client, built with these tests.</summary>
    public static string[] DotNetDriver() =>
    [
        "dotnet",
        Path.Combine(Repository.Root, "tests", "AkkaRealtime.Client.Driver", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AkkaRealtime.Client.Driver.dll"),
    ];

    /// <summary>Runs it; what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var kit = Process.Start(new ProcessStartInfo(Python(), ["-m", "conformance", .. arguments])
        {
            WorkingDirectory = Path.Combine(Repository.Root, "src", "conformance"),
            Environment = { ["PYTHONDONTWRITEBYTECODE"] = "1" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(kit.StandardOutput.ReadToEndAsync(), kit.StandardError.ReadToEndAsync());
        await kit.WaitForExitAsync();
        return (kit.ExitCode, string.Concat(output));
    }

    private static bool HasWebSockets(string python)
    {
        if (!File.Exists(python))
            return false;
        using var test = Process.Start(new ProcessStartInfo(python, ["-c", "import websockets"]) { RedirectStandardError = true })!;
        test.WaitForExit();
        return test.ExitCode == 0;
    }
}
