using System.Diagnostics;

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

    /// <summary>Runs a program in it, which has to end well; what it printed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
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
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{await output}\n{await errors}");
        return await output;
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
