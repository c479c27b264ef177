namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>AkkaRealtime.sln</c>.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The built server, of the configuration (Debug, Release) that these tests run in.</summary>
    public static string ServerDll { get; } = Path.Combine(
        Root, "src", "AkkaRealtime.Server", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AkkaRealtime.Server.dll");

    private static string FindRoot(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AkkaRealtime.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"There is no AkkaRealtime.sln above {from}.");
    }
}
