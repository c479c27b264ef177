using System.Diagnostics;
using System.Net;

namespace AkkaRealtime.Benchmarks.Peers;

/// <summary>The peers that run on Node: their packages are those of node/package-lock.json, fetched when they are first needed.</summary>
internal static class NodeParts
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../Peers/node"));

    /// <summary>For production, which these packages ask for.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["NODE_ENV"] = "production" };

    /// <summary>The command line of one of the scripts.</summary>
    public static IReadOnlyList<string> Command(string script, IPEndPoint address) => ["node", Path.Combine(Folder, script), $"{address.Port}"];

    /// <summary>Fetches the packages where they are missing. Null where they are there then, or else the command that does it.</summary>
    public static string? Missing()
    {
        var modules = Path.Combine(Folder, "node_modules");
        if (Directory.Exists(modules))
            return null;
        try
        {
            using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]) { WorkingDirectory = Folder })!;
            npm.WaitForExit();
            if (npm.ExitCode == 0)
                return null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no npm.
        }

        return "cd tests/AkkaRealtime.Benchmarks/Peers/node && npm ci   (Node 20 or later)";
    }
}
