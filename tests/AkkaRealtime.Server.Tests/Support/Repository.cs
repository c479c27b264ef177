using AkkaRealtime.Tests;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>AkkaRealtime.sln</c>.</summary>
    public static string Root { get; } = Checkout.Root;

    /// <summary>The built server, of the configuration (Debug, Release) that these tests run in.</summary>
    public static string ServerDll { get; } = Path.Combine(
        Root, "src", "AkkaRealtime.Server", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "AkkaRealtime.Server.dll");
}
