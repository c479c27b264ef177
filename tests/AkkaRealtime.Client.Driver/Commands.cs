using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaRealtime.Client.Driver;

/// <summary>What the kit wants done.</summary>
internal sealed record Command(
    string Do,
    string? Id = null,
    string? Server = null,
    string? Token = null,
    Dictionary<string, long>? Positions = null,
    string? Room = null,
    string? Text = null,
    string? Key = null,
    string? Type = null,
    JsonElement? Data = null,
    IReadOnlyList<string>? Users = null);

/// <summary>What the client reports: one member of it.</summary>
internal sealed record Report
{
    public string? State { get; init; }

    public ReportedEvent? Event { get; init; }

    public ReportedSent? Sent { get; init; }

    public ReportedReply? Reply { get; init; }

    public ReportedFailure? Failed { get; init; }

    public ReportedStatus? Status { get; init; }

    public string? Truncated { get; init; }

    public string? Echo { get; init; }
}

/// <summary>An event of a room.</summary>
internal sealed record ReportedEvent(string Type, string Room, long Seq, string? Text);

/// <summary>A message was sent.</summary>
internal sealed record ReportedSent(string Id, long Seq);

/// <summary>A request was answered.</summary>
internal sealed record ReportedReply(string Id, JsonElement Data);

/// <summary>A request was refused, or the client is closed.</summary>
internal sealed record ReportedFailure(string Id, string Code);

/// <summary>A user's status.</summary>
internal sealed record ReportedStatus(string User, string Status);

/// <summary>Their JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Command))]
[JsonSerializable(typeof(Report))]
internal sealed partial class DriverJson : JsonSerializerContext;
