using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>Webhooks were made, changed or removed, or a node asks whether there are any: told to the owner of them all. At most once; it looks by itself as well.</summary>
internal sealed record LookAtWebhooks(string Why) : ICrossesNodes;

/// <summary>There are webhooks: tell their owner what moves, for some seconds. Published to all nodes, again and again.</summary>
internal sealed record FollowStreams : ICrossesNodes
{
    /// <summary>The only one that is needed.</summary>
    public static readonly FollowStreams Instance = new();
}

/// <summary>These streams have something new, by their names. At most once: what is lost is found by looking through the store.</summary>
internal sealed record StreamsMoved(IReadOnlyList<string> Streams) : ICrossesNodes;

/// <summary>What of webhooks may cross nodes.</summary>
internal static class WebhookManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("w1", () => WebhookNodeJson.Default.LookAtWebhooks),
        Manifest.Of("w2", () => WebhookNodeJson.Default.FollowStreams),
        Manifest.Of("w3", () => WebhookNodeJson.Default.StreamsMoved),
    ];
}

/// <summary>The JSON of <see cref="WebhookManifests"/>.</summary>
[JsonSerializable(typeof(LookAtWebhooks))]
[JsonSerializable(typeof(FollowStreams))]
[JsonSerializable(typeof(StreamsMoved))]
internal sealed partial class WebhookNodeJson : JsonSerializerContext;
