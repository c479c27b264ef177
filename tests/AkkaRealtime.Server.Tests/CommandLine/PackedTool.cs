using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.CommandLine;

/// <summary>The command line as its users have it: packed, and installed by <c>dotnet tool install</c> from a folder into an empty one, without network.</summary>
public sealed class PackedTool : IAsyncLifetime, IDisposable
{
    private const string Version = "1.0.0-fresh";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("akkarealtime-tool-");

    /// <summary>A folder of its own, where it is run.</summary>
    public string Folder => Directory.CreateDirectory(Path.Combine(_home.FullName, "work")).FullName;

    public async Task InitializeAsync()
    {
        var feed = Path.Combine(_home.FullName, "feed");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await DotnetAsync(Path.Combine(Repository.Root, "src", "AkkaRealtime.Cli"), "pack", "--no-build", "--nologo", "-v", "q", "-c", configuration, "-o", feed, $"-p:PackageVersion={Version}");
        var config = Path.Combine(_home.FullName, "nuget.config");
        await File.WriteAllTextAsync(config, """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="packed" value="feed" /></packageSources>
            </configuration>
            """);
        await DotnetAsync(_home.FullName, "tool", "install", "AkkaRealtime.Cli", "--tool-path", Path.Combine(_home.FullName, "tools"), "--configfile", config, "--version", Version);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _home.Delete(recursive: true);

    /// <summary>Runs it, as a shell would.</summary>
    public Task<ToolRun> RunAsync(params string[] arguments) => RunAsync(null, null, arguments);

    /// <summary>Runs it with environment variables and something on standard input.</summary>
    public async Task<ToolRun> RunAsync(IReadOnlyDictionary<string, string>? environment, string? input, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        return await EndAsync(process);
    }

    /// <summary>Starts it; what it prints is the caller's to read.</summary>
    public Process Start(IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(_home.FullName, "tools", "akkarealtime"), arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(k => k.StartsWith("AkkaRealtime", StringComparison.OrdinalIgnoreCase) || k.StartsWith("ASPNETCORE", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static async Task<ToolRun> EndAsync(Process process)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            Assert.Fail($"It did not end: {await output}\n{await errors}");
        }

        return new ToolRun(process.ExitCode, await output, await errors);
    }

    private static async Task DotnetAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}\n{await errors}");
    }
}

/// <summary>What a run of the tool came to.</summary>
public sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The run was good.</summary>
    public ToolRun Good()
    {
        Assert.True(ExitCode == 0, $"{ExitCode}\n{Output}\n{Errors}");
        return this;
    }

    /// <summary>It ended with <paramref name="exitCode"/>, and <paramref name="says"/> stands on standard error.</summary>
    public void Ended(int exitCode, string says)
    {
        Assert.True(ExitCode == exitCode && Errors.Contains(says, StringComparison.Ordinal), $"{ExitCode}\n{Output}\n{Errors}");
    }

    /// <summary>The lines of JSON that it printed.</summary>
    public IReadOnlyList<System.Text.Json.JsonElement> Objects() => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => System.Text.Json.JsonElement.Parse(l))];
}
