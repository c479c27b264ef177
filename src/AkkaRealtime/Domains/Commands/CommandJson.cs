using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaRealtime.Domains.Commands;

/// <summary>Requests about commands and their replies as JSON, generated at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChatCommandsRequest))]
[JsonSerializable(typeof(ChatCommands))]
[JsonSerializable(typeof(ChatCommandRequest))]
[JsonSerializable(typeof(ChatCommandResult))]
internal sealed partial class CommandJson : JsonSerializerContext;
