using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Incoming;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Incoming webhooks: made, listed and revoked.</summary>
internal static class AdminHooks
{
    /// <summary>Maps <c>/hooks</c>.</summary>
    public static void MapHooks(this IEndpointRouteBuilder admin)
    {
        var hooks = admin.MapGroup("/hooks").WithTags("Incoming webhooks");
        hooks.MapGet("/", ListAsync).WithName("listHooks").WithSummary("Addresses at which other programs say something, by id.");
        hooks.MapPost("/", CreateAsync).WithName("createHook").WithSummary("Makes an address for one room and one user. The answer alone shows it: its hash is what is kept.");
        hooks.MapDelete("/{hook}", DeleteAsync).WithName("deleteHook").WithSummary("Revokes an address, by its id: at once on this node, within a second on the others.");
    }

    private static async Task<Ok<HookList>> ListAsync(ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(new HookList([.. (await keys.ListAsync(cancel)).Select(IncomingWebhook.Of).OfType<IncomingWebhook>().Select(HookItem.Of)]));

    private static async Task<Results<Created<HookItem>, ProblemHttpResult>> CreateAsync(
        HttpContext http, HookBody body, ApiKeys keys, AdminService admin, TimeProvider time, CancellationToken cancel)
    {
        if (AdminApiKeys.Fault(body.Name, body.ExpiresAt, time) is { } fault)
            return fault;
        if (body.User is not null && !IdRules.IsUser(body.User))
            return AdminProblems.Bad("\"user\" is the id of a user; left out, it is system.", "user");
        if (body.Room is not { } room || await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is null)
            return AdminProblems.Bad("\"room\" is the id of a room.", "room");
        var scope = IncomingWebhook.ScopeOf(new RoomId(room), body.User is null ? AdminService.System : new UserId(body.User));
        if (await keys.CreateAsync(body.Name!, [scope], body.ExpiresAt, http.User.Identity!.Name!, cancel) is not var (kept, key))
            return AdminApiKeys.TooMany();
        return TypedResults.Created($"/api/v1/admin/hooks/{kept.Id}", HookItem.Of(IncomingWebhook.Of(kept)!) with { Path = $"{IncomingWebhookEndpoints.Path}/{key}" });
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string hook, ApiKeys keys, CancellationToken cancel) =>
        (await keys.ListAsync(cancel)).Any(key => key.Id == hook && IncomingWebhook.Of(key) is not null) && await keys.DeleteAsync(hook, cancel)
            ? TypedResults.NoContent()
            : AdminProblems.NotFound("webhook");
}

/// <summary>All addresses.</summary>
internal sealed record HookList(IReadOnlyList<HookItem> Items);

/// <summary>Makes one.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record HookBody(string? Name, string? Room, string? User, DateTimeOffset? ExpiresAt);

/// <summary>An address for one room and one user. The address itself stands in the answer to its making alone.</summary>
internal sealed record HookItem(
    string Id, string Name, string Room, string User, [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string By)
{
    /// <summary>The path of the address, on the server's own host.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>As the API shows it.</summary>
    public static HookItem Of(IncomingWebhook hook) => new(hook.Key.Id, hook.Key.Name, hook.Room.Value, hook.User.Value, hook.Key.At, hook.Key.ExpiresAt, hook.Key.By);
}
