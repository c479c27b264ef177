using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Bots;
using AkkaRealtime.Admin.Incoming;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Keys to this API: made, listed and revoked by it.</summary>
internal static class AdminApiKeys
{
    private const int MaxName = 100;

    /// <summary>Maps <c>/keys</c>.</summary>
    public static void MapApiKeys(this IEndpointRouteBuilder admin)
    {
        var keys = admin.MapGroup("/keys").WithTags("Keys");
        keys.MapGet("/", ListAsync).WithName("listKeys").WithSummary("Keys that were made by the API, by id; not those of the configuration.");
        keys.MapPost("/", CreateAsync).WithName("createKey").WithSummary("Makes a key. The answer alone shows it: its hash is what is kept.");
        keys.MapDelete("/{key}", DeleteAsync).WithName("deleteKey").WithSummary("Revokes a key, by its id: at once on this node, within a second on the others.");
    }

    private static async Task<Ok<KeyList>> ListAsync(ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(new KeyList([.. (await keys.ListAsync(cancel)).Where(IsOfApi).Select(KeyItem.Of)], AdminScopes.All));

    private static async Task<Results<Created<KeyItem>, ProblemHttpResult>> CreateAsync(HttpContext http, KeyBody body, ApiKeys keys, TimeProvider time, CancellationToken cancel)
    {
        if (Fault(body.Name, body.ExpiresAt, time) is { } fault)
            return fault;
        if (body.Scopes is not { Count: > 0 } scopes || scopes.Any(scope => !AdminScopes.All.Contains(scope, StringComparer.Ordinal)))
            return AdminProblems.Bad($"\"scopes\" are some of {string.Join(", ", AdminScopes.All)}.", "scopes");
        return await keys.CreateAsync(body.Name!, scopes, body.ExpiresAt, http.User.Identity!.Name!, cancel) is var (kept, key)
            ? TypedResults.Created($"/api/v1/admin/keys/{kept.Id}", KeyItem.Of(kept) with { Secret = key })
            : TooMany();
    }

    /// <summary>There is no room for another one.</summary>
    public static ProblemHttpResult TooMany() =>
        TypedResults.Problem($"There are {ApiKeys.Max} keys, webhooks and bots already. Revoke some.", statusCode: StatusCodes.Status409Conflict);

    /// <summary>What is wrong with the name or the end of something that is to be made.</summary>
    public static ProblemHttpResult? Fault(string? name, DateTimeOffset? expiresAt, TimeProvider time)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxName)
            return AdminProblems.Bad($"\"name\" says what it is for, in at most {MaxName} characters.", "name");
        return expiresAt <= time.GetUtcNow() ? AdminProblems.Bad("\"expiresAt\" is over. Send a time to come, or leave it out.", "expiresAt") : null;
    }

    // What speaks in a room, and who a bot is, is kept beside them.
    private static bool IsOfApi(ApiKey key) => IncomingWebhook.Of(key) is null && BotToken.Of(key) is null;

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string key, ApiKeys keys, CancellationToken cancel) =>
        (await keys.ListAsync(cancel)).Any(one => one.Id == key && IsOfApi(one)) && await keys.DeleteAsync(key, cancel) ? TypedResults.NoContent() : AdminProblems.NotFound("key");
}

/// <summary>All keys, and the scopes that there are.</summary>
internal sealed record KeyList(IReadOnlyList<KeyItem> Items, IReadOnlyList<string> Scopes);

/// <summary>Makes a key.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeyBody(string? Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt);

/// <summary>A key: its name in the audit log, and what it may do. The key itself stands in the answer to its making alone.</summary>
internal sealed record KeyItem(
    string Id,
    string Name,
    string Key,
    IReadOnlyList<string> Scopes,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    string By)
{
    /// <summary>The key itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    /// <summary>As the API shows it.</summary>
    public static KeyItem Of(ApiKey key) =>
        new(key.Id, key.Name, AdminKey.NameOf(Convert.FromHexString(key.Hash)), key.Scopes.Split(' '), key.At, key.ExpiresAt, key.By);
}
