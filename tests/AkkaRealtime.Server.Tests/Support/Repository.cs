using AkkaRealtime.Tests;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>AkkaRealtime.sln</c>.</summary>
    public static string Root { get; } = Checkout.Root;

    /// <summary>
    /// The server under test: the one published in the folder that <c>AKKAREALTIME_SERVER</c> names, as .ci/run does with one that is compiled ahead of time;
    /// otherwise the built one, of the configuration (Debug, Release) that these tests run in.
    /// </summary>
    public static string ServerDll { get; } = Environment.GetEnvironmentVariable("AKKAREALTIME_SERVER") is { Length: > 0 } folder ? Path.Combine(folder, "AkkaRealtime.Server.dll") : Path.Combine(
        Root, "src", "AkkaRealtime.Server", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AkkaRealtime.Server.dll");
}
