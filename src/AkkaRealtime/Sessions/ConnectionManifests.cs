using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions;

/// <summary>What a user's owner tells connections, which may live on another node.</summary>
internal static class ConnectionManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("x1", ConnectionNodeJson.Default.EnterRoom),
        Manifest.Of("x2", ConnectionNodeJson.Default.CloseConnection),
    ];
}

/// <summary>The JSON of <see cref="ConnectionManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter)])]
[JsonSerializable(typeof(EnterRoom))]
[JsonSerializable(typeof(CloseConnection))]
internal sealed partial class ConnectionNodeJson : JsonSerializerContext;
