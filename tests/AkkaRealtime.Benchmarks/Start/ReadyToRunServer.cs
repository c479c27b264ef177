using System.Diagnostics;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Start;

/// <summary>The server, published with its code compiled ahead of time (PublishReadyToRun) into a folder of its own.</summary>
internal sealed class ReadyToRunServer : IDisposable
{
    private readonly DirectoryInfo _folder;

    private ReadyToRunServer(DirectoryInfo folder) => _folder = folder;

    /// <summary>Publishes it, where it is wanted; null where that fails, which needs the compiler's package (microsoft.netcore.app.crossgen2).</summary>
    public static ReadyToRunServer? Publish(bool isWanted)
    {
        if (!isWanted)
            return null;
        var folder = Directory.CreateTempSubdirectory("akkarealtime-bench-publish-");
        string[] command =
        [
            "publish", AkkaRealtimePeer.ServerFolder, "-c", "Release", "--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true",
            "-p:BuildWeb=false", "-p:RunAnalyzers=false", "-o", folder.FullName, "-v", "quiet", "--nologo",
        ];
        using var publish = Process.Start("dotnet", command);
        publish.WaitForExit();
        if (publish.ExitCode == 0)
            return new ReadyToRunServer(folder);
        Console.Error.WriteLine($"ReadyToRun is left out, since this failed: dotnet {string.Join(' ', command)}");
        folder.Delete(recursive: true);
        return null;
    }

    /// <summary>It as a peer.</summary>
    public Peer Peer(string directory) => new AkkaRealtimePeer(directory)
    {
        Address = ServerUnderTest.FreeAddress(),
        ServerDll = Path.Combine(_folder.FullName, "AkkaRealtime.Server.dll"),
    };

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
