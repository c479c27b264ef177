using System.Text.Json.Serialization;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Operator;

/// <summary>There is something for <see cref="UpkeepActor"/> to do now.</summary>
/// <param name="Why">For a log.</param>
internal sealed record WakeUpkeep(string Why) : ICrossesNodes;

/// <summary>What of the operator's tasks may cross nodes.</summary>
internal static class OperatorManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } = [Manifest.Of("o1", OperatorNodeJson.Default.WakeUpkeep)];
}

/// <summary>The JSON of <see cref="OperatorManifests"/>.</summary>
[JsonSerializable(typeof(WakeUpkeep))]
internal sealed partial class OperatorNodeJson : JsonSerializerContext;
