using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Bots;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Tokens of bots: made, listed and revoked.</summary>
internal static class AdminBots
{
    // What is open is closed at once; nobody can come again with what is no key any more.
    private static readonly TimeSpan RevokedFor = TimeSpan.FromDays(1);

    /// <summary>Maps <c>/bots</c>.</summary>
    public static void MapBots(this IEndpointRouteBuilder admin)
    {
        var bots = admin.MapGroup("/bots").WithTags("Bots");
        bots.MapGet("/", ListAsync).WithName("listBots").WithSummary("Tokens by which programs are users, by id.");
        bots.MapPost("/", CreateAsync).WithName("createBot").WithSummary("Makes a token by which a program is a user. The answer alone shows it: its hash is what is kept.");
        bots.MapDelete("/{bot}", DeleteAsync).WithName("deleteBot").WithSummary("Revokes a token, by its id, and closes the sessions that began with it: within a second on all nodes.");
    }

    private static async Task<Ok<BotList>> ListAsync(ApiKeys keys, CancellationToken cancel) =>
        TypedResults.Ok(new BotList([.. (await keys.ListAsync(cancel)).Select(BotToken.Of).OfType<BotToken>().Select(BotItem.Of)]));

    private static async Task<Results<Created<BotItem>, ProblemHttpResult>> CreateAsync(HttpContext http, BotBody body, ApiKeys keys, TimeProvider time, CancellationToken cancel)
    {
        if (AdminApiKeys.Fault(body.Name, body.ExpiresAt, time) is { } fault)
            return fault;
        if (!IdRules.IsUser(body.User) || new UserId(body.User!) == AdminService.System)
            return AdminProblems.Bad("\"user\" is the id of a user, and not of system.", "user");
        return await keys.CreateAsync(body.Name!, [BotToken.ScopeOf(new UserId(body.User!))], body.ExpiresAt, http.User.Identity!.Name!, cancel) is var (kept, key)
            ? TypedResults.Created($"/api/v1/admin/bots/{kept.Id}", BotItem.Of(BotToken.Of(kept)!) with { Token = key })
            : AdminApiKeys.TooMany();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string bot, ApiKeys keys, AdminService admin, TimeProvider time, CancellationToken cancel)
    {
        if ((await keys.ListAsync(cancel)).Select(BotToken.Of).FirstOrDefault(one => one?.Key.Id == bot) is not { } token)
            return AdminProblems.NotFound("bot");
        // First what is open: whoever is told that it failed asks again.
        await admin.RevokeAsync(new Revocation("", default) { User = token.User, Token = token.Key.Id, Until = time.GetUtcNow() + RevokedFor, Reason = "The bot's token was revoked." }, cancel);
        await keys.DeleteAsync(bot, cancel);
        return TypedResults.NoContent();
    }
}

/// <summary>All tokens of bots.</summary>
internal sealed record BotList(IReadOnlyList<BotItem> Items);

/// <summary>Makes one; the name is what others see.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record BotBody(string? Name, string? User, DateTimeOffset? ExpiresAt);

/// <summary>A token by which a program is a user. The token itself stands in the answer to its making alone.</summary>
internal sealed record BotItem(string Id, string Name, string User, [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string By)
{
    /// <summary>The token itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Token { get; init; }

    /// <summary>As the API shows it.</summary>
    public static BotItem Of(BotToken bot) => new(bot.Key.Id, bot.Key.Name, bot.User.Value, bot.Key.At, bot.Key.ExpiresAt, bot.Key.By);
}
