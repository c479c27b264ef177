namespace AkkaRealtime.Tests;

/// <summary>The checkout that these tests were built from.</summary>
public static class Checkout
{
    /// <summary>The folder that holds <c>AkkaRealtime.sln</c>.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

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
