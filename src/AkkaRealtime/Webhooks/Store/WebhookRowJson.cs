using System.Text.Json.Serialization;

namespace AkkaRealtime.Webhooks.Store;

/// <summary>Lists of names as JSON, for queries.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class WebhookRowJson : JsonSerializerContext;
