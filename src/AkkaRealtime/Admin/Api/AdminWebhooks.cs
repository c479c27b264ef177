using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Outbound;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Owner;
using AkkaRealtime.Webhooks.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Webhooks: where events are sent, and how far that has got.</summary>
internal static class AdminWebhooks
{
    private const int MostFailing = 50;

    /// <summary>Maps <c>/webhooks</c>.</summary>
    public static void MapWebhooks(this RouteGroupBuilder admin)
    {
        var webhooks = admin.MapGroup("/webhooks").WithTags("Webhooks");
        webhooks.MapGet("/", ListAsync).WithName("listWebhooks").Needs(AdminScopes.ReadWebhooks).WithSummary("Webhooks, by id.");
        webhooks.MapPost("/", CreateAsync).WithName("createWebhook").Needs(AdminScopes.WriteWebhooks).WithSummary("Makes a webhook, which is sent what happens from now on. The answer alone shows its secret.");
        webhooks.MapGet("/{webhook}", GetAsync).WithName("getWebhook").Needs(AdminScopes.ReadWebhooks).WithSummary("A webhook, and the rooms whose next event is not accepted, the longest first.");
        webhooks.MapPatch("/{webhook}", UpdateAsync).WithName("updateWebhook").Needs(AdminScopes.WriteWebhooks).WithSummary("Changes what is named. A webhook that is disabled loses nothing: it is sent all of it when it is enabled again.");
        webhooks.MapDelete("/{webhook}", DeleteAsync).WithName("deleteWebhook").Needs(AdminScopes.WriteWebhooks).WithSummary("Removes a webhook.");
        webhooks.MapGet("/{webhook}/rooms/{room}", RoomAsync).WithName("getWebhookRoom").Needs(AdminScopes.ReadWebhooks).WithSummary("How far a room has got.");
        webhooks.MapGet("/{webhook}/reports", ReportsAsync).WithName("getWebhookReports").Needs(AdminScopes.ReadWebhooks).WithSummary("How far reports have got.");
        webhooks.MapPost("/{webhook}/secret", RotateAsync).WithName("rotateWebhookSecret").Needs(AdminScopes.WriteWebhooks).WithSummary("Makes a new secret; events are signed with the former one as well for some time. The answer alone shows it.");
        webhooks.MapPost("/{webhook}/replay", ReplayAsync).WithName("replayWebhook").Needs(AdminScopes.WriteWebhooks).WithSummary("Sends the events of a room, or reports, again, from the one after a position.");
        webhooks.MapGet("/{webhook}/dead-letters", DeadLettersAsync).WithName("listDeadLetters").Needs(AdminScopes.ReadWebhooks).WithSummary("Events that were given up, the oldest first.");
    }

    private static async Task<Ok<Page<WebhookItem>>> ListAsync(WebhookService webhooks, CancellationToken cancel) =>
        TypedResults.Ok(new Page<WebhookItem>([.. (await webhooks.Store.ListAsync(cancel)).Select(WebhookItem.Of)], null));

    private static async Task<Results<Created<WebhookItem>, ProblemHttpResult>> CreateAsync(WebhookService webhooks, WebhookBody body, CancellationToken cancel)
    {
        if (webhooks.Fault(body.Url) is { } url)
            return AdminProblems.Bad(url, "url");
        if (body.Types is null || WebhookRules.Fault(body) is not null)
            return WebhookRules.Fault(body) ?? AdminProblems.Bad(WebhookRules.TypesAre, "types");
        if (body.Secret is not null && !RequestSignature.IsSecret(body.Secret))
            return AdminProblems.Bad(WebhookRules.SecretIs, "secret");
        var made = await webhooks.CreateAsync(body.Url!, body.Types, WebhookRules.Rooms(body.Rooms), body.Secret, body.Description, cancel);
        return made is null
            ? TypedResults.Problem($"There are {webhooks.Most} webhooks already (AkkaRealtime:Webhooks:MaxWebhooks).", statusCode: StatusCodes.Status409Conflict)
            : TypedResults.Created($"/api/v1/admin/webhooks/{made.Id}", WebhookItem.Of(made) with { Secret = made.Secrets[0].Value });
    }

    private static async Task<Results<Ok<WebhookDetails>, ProblemHttpResult>> GetAsync(WebhookService webhooks, string webhook, CancellationToken cancel) =>
        await webhooks.FindAsync(webhook, cancel) is { } found
            ? TypedResults.Ok(WebhookDetails.Of(found, await webhooks.Store.FailingAsync(webhook, MostFailing, cancel)))
            : AdminProblems.NotFound("webhook");

    private static async Task<Results<Ok<StreamItem>, ProblemHttpResult>> RoomAsync(WebhookService webhooks, string webhook, string room, CancellationToken cancel)
    {
        if (!IdRules.IsServerMade(room) || await webhooks.FindAsync(webhook, cancel) is null)
            return AdminProblems.NotFound("webhook");
        return TypedResults.Ok(StreamItem.Of(await webhooks.Store.StreamAsync(webhook, StreamPosition.Of(new RoomId(room)), cancel)));
    }

    private static async Task<Results<Ok<StreamItem>, ProblemHttpResult>> ReportsAsync(WebhookService webhooks, string webhook, CancellationToken cancel) =>
        await webhooks.FindAsync(webhook, cancel) is null
            ? AdminProblems.NotFound("webhook")
            : TypedResults.Ok(StreamItem.Of(await webhooks.Store.StreamAsync(webhook, StreamPosition.Reports, cancel)));

    private static async Task<Results<Ok<WebhookItem>, ProblemHttpResult>> UpdateAsync(WebhookService webhooks, string webhook, WebhookChange body, CancellationToken cancel)
    {
        if (body.Url is not null && webhooks.Fault(body.Url) is { } url)
            return AdminProblems.Bad(url, "url");
        if (WebhookRules.Fault(new WebhookBody(body.Url, body.Types, body.Rooms, body.Description)) is { } fault)
            return fault;
        if (await webhooks.FindAsync(webhook, cancel) is not { } found)
            return AdminProblems.NotFound("webhook");
        var changed = found with
        {
            Url = body.Url ?? found.Url,
            Types = body.Types ?? found.Types,
            Rooms = body.Rooms is null ? found.Rooms : WebhookRules.Rooms(body.Rooms),
            Description = body.Description ?? found.Description,
            IsEnabled = body.Enabled ?? found.IsEnabled,
            DisabledBecause = body.Enabled is null ? found.DisabledBecause : null,
        };
        return TypedResults.Ok(WebhookItem.Of(await webhooks.ChangeAsync(found, changed, cancel)));
    }

    private static async Task<NoContent> DeleteAsync(WebhookService webhooks, string webhook, CancellationToken cancel)
    {
        await webhooks.DeleteAsync(webhook, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<WebhookItem>, ProblemHttpResult>> RotateAsync(WebhookService webhooks, string webhook, SecretBody body, CancellationToken cancel)
    {
        if (body.Secret is not null && !RequestSignature.IsSecret(body.Secret))
            return AdminProblems.Bad(WebhookRules.SecretIs, "secret");
        if (await webhooks.FindAsync(webhook, cancel) is not { } found)
            return AdminProblems.NotFound("webhook");
        var changed = await webhooks.RotateAsync(found, body.Secret, cancel);
        return TypedResults.Ok(WebhookItem.Of(changed) with { Secret = changed.Secrets[0].Value });
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplayAsync(WebhookService webhooks, string webhook, ReplayBody body, CancellationToken cancel)
    {
        var (field, stream) = body.Stream is null ? ("room", body.Room) : ("stream", body.Stream);
        if ((body.Stream is not null && body.Room is not null) || (stream != StreamPosition.Reports && !IdRules.IsServerMade(stream)) || (body.Room is not null && stream == StreamPosition.Reports))
            return AdminProblems.Bad("\"room\" is the id of a room. Or name \"stream\" in its place, as dead letters have it: a room, or \"reports\".", field);
        if (body.After is not { } after || after < 0)
            return AdminProblems.Bad("\"after\" is the position, of a room the seq, after which events are sent again: 0 for all.", "after");
        if (await webhooks.FindAsync(webhook, cancel) is not { } found)
            return AdminProblems.NotFound("webhook");
        if (!(stream == StreamPosition.Reports ? found.FollowsReports : found.Follows(new RoomId(stream!))))
            return AdminProblems.Bad("The webhook is not told of it.", field);
        await webhooks.ReplayAsync(webhook, stream!, after, cancel);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<DeadLetterItem>>, ProblemHttpResult>> DeadLettersAsync(WebhookService webhooks, string webhook, long? after, int? limit, CancellationToken cancel)
    {
        if (await webhooks.FindAsync(webhook, cancel) is null)
            return AdminProblems.NotFound("webhook");
        var most = AdminProblems.Limit(limit);
        var rows = await webhooks.Store.DeadLettersAsync(webhook, after ?? 0, most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, DeadLetterItem.Of, l => l.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }
}

/// <summary>What a webhook may be.</summary>
internal static class WebhookRules
{
    /// <summary>Said where types are wrong.</summary>
    public const string TypesAre = "\"types\" are 1 to 100 types of events, such as chat.message, chat.* or *.";

    /// <summary>Said where a secret is wrong.</summary>
    public const string SecretIs = "\"secret\" is whsec_ and 24 to 64 bytes in Base64. Leave it out, and the server makes one.";

    private const int Most = 100;
    private const int MaxType = 64;
    private const int MaxDescription = 256;

    /// <summary>What is wrong with what is named.</summary>
    public static ProblemHttpResult? Fault(WebhookBody body)
    {
        if (body.Types is not null && (body.Types.Count is 0 or > Most || !body.Types.All(IsType)))
            return AdminProblems.Bad(TypesAre, "types");
        if (body.Rooms is not null && (body.Rooms.Count > Most || !body.Rooms.All(IdRules.IsServerMade)))
            return AdminProblems.Bad($"\"rooms\" are ids of at most {Most} rooms; leave it out, or empty, for all.", "rooms");
        return body.Description is { Length: > MaxDescription } || body.Description?.Any(char.IsControl) == true
            ? AdminProblems.Bad($"\"description\" is a line of text of at most {MaxDescription} characters.", "description")
            : null;
    }

    /// <summary>Ids of rooms, which were checked.</summary>
    public static IReadOnlyList<RoomId> Rooms(IReadOnlyList<string>? rooms) => [.. (rooms ?? []).Distinct(StringComparer.Ordinal).Select(r => new RoomId(r))];

    private static bool IsType(string? type) =>
        type is "*" || (type is { Length: > 0 and <= MaxType } && (type.EndsWith(".*", StringComparison.Ordinal) ? type[..^2] : type).All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'));
}

/// <summary>A webhook to make.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookBody(string? Url, IReadOnlyList<string>? Types, IReadOnlyList<string>? Rooms = null, string? Description = null, string? Secret = null);

/// <summary>What to change of a webhook.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WebhookChange(
    string? Url = null, IReadOnlyList<string>? Types = null, IReadOnlyList<string>? Rooms = null, string? Description = null, bool? Enabled = null);

/// <summary>A new secret; the server makes one where there is none.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SecretBody(string? Secret = null);

/// <summary>What to send again.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReplayBody(string? Room = null, long? After = null, string? Stream = null);

/// <summary>A webhook. Its secret is shown where it was just made.</summary>
internal sealed record WebhookItem(
    string Id,
    string Url,
    IReadOnlyList<string> Types,
    IReadOnlyList<string> Rooms,
    string? Description,
    bool Enabled,
    string? DisabledBecause,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset CreatedAt,
    string? Secret = null)
{
    /// <summary>As the API shows it.</summary>
    public static WebhookItem Of(Webhook w) => new(w.Id, w.Url, w.Types, [.. w.Rooms.Select(r => r.Value)], w.Description, w.IsEnabled, w.DisabledBecause, w.CreatedAt);
}

/// <summary>A webhook, and what it doesn't accept.</summary>
internal sealed record WebhookDetails(WebhookItem Webhook, IReadOnlyList<StreamItem> Failing)
{
    /// <summary>As the API shows it.</summary>
    public static WebhookDetails Of(Webhook webhook, IReadOnlyList<StreamPosition> failing) => new(WebhookItem.Of(webhook), [.. failing.Select(StreamItem.Of)]);
}

/// <summary>How far a room, a part of what users do, or reports have got: the last event that was delivered, passed over or given up, and how the next one fails.</summary>
internal sealed record StreamItem(
    string Stream,
    long Position,
    int Attempts,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? Since,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? RetryAt,
    string? Error)
{
    /// <summary>As the API shows it.</summary>
    public static StreamItem Of(StreamPosition s) => new(s.Name, s.Position, s.Attempts, s.FailingSince, s.RetryAt, s.Error);
}

/// <summary>An event that was given up.</summary>
internal sealed record DeadLetterItem(
    long Number,
    string Stream,
    long Position,
    string Type,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    int Attempts,
    string Error,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset GivenUpAt)
{
    /// <summary>As the API shows it.</summary>
    public static DeadLetterItem Of(DeadLetter l) => new(l.Number, l.Stream, l.Position, l.Type, l.At, l.Attempts, l.Error, l.GivenUpAt);
}
