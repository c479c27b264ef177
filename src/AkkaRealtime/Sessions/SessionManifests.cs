using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;

namespace AkkaRealtime.Sessions;

/// <summary>What connections and the owners of their users tell each other, who may live on different nodes.</summary>
internal static class SessionManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("x3", () => SessionNodeJson.Default.FollowTopic),
        Manifest.Of("x2", () => SessionNodeJson.Default.CloseConnection),
        Manifest.Of("x5", () => SessionNodeJson.Default.FollowTopics),
        Manifest.Of("x7", () => SessionNodeJson.Default.TellUsers),
        Manifest.Of("x6", () => SessionNodeJson.Default.LookForRevocations),
        Manifest.Of("u1", () => SessionNodeJson.Default.OpenSession),
        Manifest.Of("u3", () => SessionNodeJson.Default.CloseSession),
        Manifest.Of("x4", () => SessionNodeJson.Default.ActivityNoted),
        Manifest.Of("u26", () => SessionNodeJson.Default.VisibilityChanged),
        Manifest.Of("u27", () => SessionNodeJson.Default.SessionOpened),
    ];
}

/// <summary>The JSON of <see cref="SessionManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter)])]
[JsonSerializable(typeof(FollowTopic))]
[JsonSerializable(typeof(FollowTopics))]
[JsonSerializable(typeof(CloseConnection))]
[JsonSerializable(typeof(TellUsers))]
[JsonSerializable(typeof(LookForRevocations))]
[JsonSerializable(typeof(OpenSession))]
[JsonSerializable(typeof(CloseSession))]
[JsonSerializable(typeof(VisibilityChanged))]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(ActivityNoted))]
internal sealed partial class SessionNodeJson : JsonSerializerContext;
