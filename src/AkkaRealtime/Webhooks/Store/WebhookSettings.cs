using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Webhooks.Store;

/// <summary>What a store keeps of a webhook beside its id, time and revision, as JSON. Only ever add members.</summary>
internal sealed record WebhookSettings(
    string Url,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Rooms,
    IReadOnlyList<WebhookSecret> Secrets,
    string? Description,
    bool Enabled,
    string? DisabledBecause)
{
    public static string Write(Webhook webhook) => JsonSerializer.Serialize(
        new WebhookSettings(
            webhook.Url, webhook.Types, [.. webhook.Rooms.Select(r => r.Value)], webhook.Secrets, webhook.Description, webhook.IsEnabled, webhook.DisabledBecause),
        WebhookSettingsJson.Default.WebhookSettings);

    public static Webhook Read(string id, DateTimeOffset createdAt, long revision, string json)
    {
        var settings = JsonSerializer.Deserialize(json, WebhookSettingsJson.Default.WebhookSettings) ?? throw new JsonException("The settings of a webhook are null.");
        return new Webhook(id, settings.Url, createdAt)
        {
            Types = settings.Types,
            Rooms = [.. settings.Rooms.Select(r => new RoomId(r))],
            Secrets = settings.Secrets,
            Description = settings.Description,
            IsEnabled = settings.Enabled,
            DisabledBecause = settings.DisabledBecause,
            Revision = revision,
        };
    }
}

/// <summary>The JSON of <see cref="WebhookSettings"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WebhookSettings))]
internal sealed partial class WebhookSettingsJson : JsonSerializerContext;
