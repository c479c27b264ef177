using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Nodes;
using AkkaRealtime.Clustering;

namespace AkkaRealtime.Admin;

/// <summary>There is something for <see cref="MaintenanceActor"/> to do now.</summary>
/// <param name="Why">For a log.</param>
internal sealed record WakeMaintenance(string Why) : ICrossesNodes;

/// <summary>What of the operator's tasks may cross nodes.</summary>
internal static class AdminManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("o1", () => AdminNodeJson.Default.WakeMaintenance),
        Manifest.Of("o2", () => AdminNodeJson.Default.GetNodeFigures),
        Manifest.Of("o3", () => AdminNodeJson.Default.NodeFigures),
        Manifest.Of("o4", () => AdminNodeJson.Default.DrainNode),
        Manifest.Of("o5", () => AdminNodeJson.Default.GetNodeCalls),
        Manifest.Of("o6", () => AdminNodeJson.Default.NodeCalls),
    ];
}

/// <summary>The JSON of <see cref="AdminManifests"/>.</summary>
[JsonSerializable(typeof(WakeMaintenance))]
[JsonSerializable(typeof(GetNodeFigures))]
[JsonSerializable(typeof(NodeFigures))]
[JsonSerializable(typeof(DrainNode))]
[JsonSerializable(typeof(GetNodeCalls))]
[JsonSerializable(typeof(NodeCalls))]
internal sealed partial class AdminNodeJson : JsonSerializerContext;
