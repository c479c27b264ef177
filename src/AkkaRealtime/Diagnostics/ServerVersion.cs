using System.Reflection;

namespace AkkaRealtime.Diagnostics;

/// <summary>Which version of the server this is, as it says it of itself.</summary>
internal static class ServerVersion
{
    /// <summary>As of its package, <c>0.1.0</c>: without the commit that builds add behind a plus.</summary>
    public static string Text { get; } = Read();

    private static string Read()
    {
        var told = typeof(ServerVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
        return told.Split('+', 2)[0];
    }
}
