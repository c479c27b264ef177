using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>What owners of topics and keys are told and tell, as far as it may cross nodes.</summary>
internal static class DomainManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names. Used up: p3 used a key without sending what it was for.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("p1", () => DomainNodeJson.Default.SubscribeToTopic),
        Manifest.Of("p2", () => DomainNodeJson.Default.PublishToTopic),
        Manifest.Of("p4", () => DomainNodeJson.Default.KeyUsed),
        Manifest.Of("p5", () => DomainNodeJson.Default.SendOnce),
        Manifest.Of("p6", () => DomainNodeJson.Default.SubscriptionEnded),
    ];
}

/// <summary>The JSON of <see cref="DomainManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter)])]
[JsonSerializable(typeof(SubscribeToTopic))]
[JsonSerializable(typeof(PublishToTopic))]
[JsonSerializable(typeof(KeyUsed))]
[JsonSerializable(typeof(SendOnce))]
[JsonSerializable(typeof(SubscriptionEnded))]
internal sealed partial class DomainNodeJson : JsonSerializerContext;
