using System.Diagnostics;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>A folder that knows nothing of this repository, and programs that are run in it as a user runs them.</summary>
internal sealed class EmptyFolder : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akkarealtime-journey-");

    /// <summary>Where something in it is.</summary>
    public string PathOf(params string[] parts) => Path.Combine([_folder.FullName, .. parts]);

    /// <summary>Writes a file.</summary>
    public Task WriteAsync(string name, string text) => File.WriteAllTextAsync(PathOf(name), text);

    /// <summary>Packs the client for .NET, as it was built, into a feed of its own, <c>feed</c>.</summary>
    public Task PackClientAsync(string version) => RunAsync(
        "dotnet", "pack", Path.Combine(Repository.Root, "src", "AkkaRealtime.Client"), "--no-build", "--nologo", "-v", "q", "-c", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "-o", PathOf("feed"), $"-p:PackageVersion={version}");

    /// <summary>Runs a program in it, which has to end well; what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (isGood, output, errors) = await EndAsync(program, arguments);
        Assert.True(isGood, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a program in it; whether it ended well.</summary>
    public async Task<bool> TryRunAsync(string program, params string[] arguments) => (await EndAsync(program, arguments)).IsGood;

    private async Task<(bool IsGood, string Output, string Errors)> EndAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true };

        // What the build of the tests set for itself would lead another build astray; and no source of ours is on the path.
        foreach (var name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || n.StartsWith("AkkaRealtime", StringComparison.OrdinalIgnoreCase) || n == "PYTHONPATH").ToList())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode == 0, await output, await errors);
    }

    /// <summary>The first block of code of a language behind some words of a page.</summary>
    public static string CodeOf(string page, string language, string behind = "")
    {
        var text = File.ReadAllText(page);
        var fence = $"```{language}\n";
        var from = text.IndexOf(fence, text.IndexOf(behind, StringComparison.Ordinal), StringComparison.Ordinal) + fence.Length;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
