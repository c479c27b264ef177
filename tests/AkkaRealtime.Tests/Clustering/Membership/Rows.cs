using AkkaRealtime.Clustering.Membership;

namespace AkkaRealtime.Tests.Clustering.Membership;

/// <summary>Rows of node tables that tests think up.</summary>
internal static class Rows
{
    public static readonly DateTime Noon = new(2026, 11, 30, 12, 0, 0, DateTimeKind.Utc);

    /// <summary>A member on another machine than the test's.</summary>
    public static NodeRow Row(string address, double age = 0.5, int joined = 0, bool leaving = false, string machine = "elsewhere", int beats = 0, int shards = 100) =>
        new(new NodeRun(address, 1), machine, shards, leaving, Noon.AddSeconds(joined), Noon.AddMinutes(1).AddSeconds(beats), TimeSpan.FromSeconds(age));
}
