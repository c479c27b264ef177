using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>The JSON of protocol §5: requests, replies and events.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter), typeof(WallTimeConverter)])]
[JsonSerializable(typeof(StatusSetRequest))]
[JsonSerializable(typeof(StatusZoneRequest))]
[JsonSerializable(typeof(StatusQuietRequest))]
[JsonSerializable(typeof(StatusSkipQuietRequest))]
[JsonSerializable(typeof(StatusActivityRequest))]
[JsonSerializable(typeof(StatusSubscribeRequest))]
[JsonSerializable(typeof(StatusGetRequest))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(StatusSnapshot))]
[JsonSerializable(typeof(StatusChanged))]
internal sealed partial class StatusJson : JsonSerializerContext;
