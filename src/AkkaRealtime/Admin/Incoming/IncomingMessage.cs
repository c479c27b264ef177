using System.Text.Json.Serialization;

namespace AkkaRealtime.Admin.Incoming;

/// <summary>What is posted to an incoming webhook.</summary>
/// <param name="Text">What is to be said, with Slack's marks.</param>
internal sealed record IncomingMessage(string? Text);

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IncomingMessage))]
internal sealed partial class IncomingJson : JsonSerializerContext;
