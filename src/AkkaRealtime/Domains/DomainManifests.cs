using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Domains.Subscriptions;

namespace AkkaRealtime.Domains;

/// <summary>What owners of topics and keys are told and tell, as far as it may cross nodes.</summary>
internal static class DomainManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("p1", DomainNodeJson.Default.SubscribeToTopic),
        Manifest.Of("p2", DomainNodeJson.Default.PublishToTopic),
        Manifest.Of("p3", DomainNodeJson.Default.UseKey),
        Manifest.Of("p4", DomainNodeJson.Default.KeyUsed),
    ];
}

/// <summary>The JSON of <see cref="DomainManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SubscribeToTopic))]
[JsonSerializable(typeof(PublishToTopic))]
[JsonSerializable(typeof(UseKey))]
[JsonSerializable(typeof(KeyUsed))]
internal sealed partial class DomainNodeJson : JsonSerializerContext;
