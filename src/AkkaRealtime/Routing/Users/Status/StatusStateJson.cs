using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>The JSON of what the store keeps of a status, and of what entities report to routers.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter), typeof(WallTimeConverter)])]
[JsonSerializable(typeof(StatusReport))]
[JsonSerializable(typeof(StoredChoice))]
internal sealed partial class StatusStateJson : JsonSerializerContext;
