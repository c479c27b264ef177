using System.Text.Json.Serialization;

namespace AkkaRealtime.Clustering.Owners;

/// <summary>Whoever has this shard answers <see cref="Reached"/>, at once and whatever its owners wait for: it goes the way that requests go.</summary>
internal sealed record Reach(string Region, int Shard) : IEntityMessage
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string EntityId => OwnerRegion.IdOf(Shard);
}

/// <summary>The answer to <see cref="Reach"/>.</summary>
internal sealed record Reached(string Region, int Shard) : ICrossesNodes;

/// <summary>What a node asks of shards on others.</summary>
internal static class OwnerManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("n1", () => OwnerNodeJson.Default.Reach),
        Manifest.Of("n2", () => OwnerNodeJson.Default.Reached),
    ];
}

/// <summary>The JSON of <see cref="OwnerManifests"/>.</summary>
[JsonSerializable(typeof(Reach))]
[JsonSerializable(typeof(Reached))]
internal sealed partial class OwnerNodeJson : JsonSerializerContext;
