using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Revocations: what may not sign in.</summary>
internal static class AdminRevocations
{
    private const int MaxText = 256;

    /// <summary>Maps <c>/revocations</c>.</summary>
    public static void MapRevocations(this RouteGroupBuilder admin)
    {
        var revocations = admin.MapGroup("/revocations").WithTags("Users");
        revocations.MapGet("/", ListAsync).WithName("listRevocations").Needs(AdminScopes.ReadUsers).WithSummary("The revocations that are in force, the oldest first; user: those of one user.");
        revocations.MapPost("/", RevokeAsync).WithName("revoke").WithSummary("Revokes whatever has all that is named: a user, a device of theirs, a session, a token by its jti, tokens issued before a time. In force on all nodes within a second, until it is lifted.");
        revocations.MapDelete("/{id}", LiftAsync).WithName("liftRevocation").WithSummary("Lifts a revocation.");
    }

    private static async Task<Ok<Page<RevocationItem>>> ListAsync(AdminService admin, string? user, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        var rows = await admin.RevocationsAsync(user is null ? null : new UserId(user), after, most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, RevocationItem.Of, r => r.Id));
    }

    private static async Task<Results<Created<RevocationItem>, ProblemHttpResult>> RevokeAsync(AdminService admin, RevocationBody body, TimeProvider time, CancellationToken cancel)
    {
        if (Fault(body, time.GetUtcNow()) is { } fault)
            return fault;
        if (body.Session is not null && (await admin.SessionsAsync(new UserId(body.User!), cancel)).All(s => s.Session.Value != body.Session))
            return AdminProblems.NotFound("open session");
        var (_, made) = await admin.RevokeAsync(body.ToRevocation(), cancel);
        return TypedResults.Created($"/api/v1/admin/revocations/{made.Id}", RevocationItem.Of(made));
    }

    private static async Task<NoContent> LiftAsync(AdminService admin, string id, CancellationToken cancel)
    {
        await admin.LiftAsync(id, cancel);
        return TypedResults.NoContent();
    }

    private static ProblemHttpResult? Fault(RevocationBody body, DateTimeOffset now)
    {
        if (body.User is not null && !IdRules.IsUser(body.User))
            return AdminProblems.Bad("The id of a user has 1 to 64 characters of A-Z a-z 0-9 _ . : @ -", "user");
        if (body.Device is not null && !IdRules.IsDevice(body.Device))
            return AdminProblems.Bad("A device has 1 to 64 characters of A-Z a-z 0-9 _ -", "device");
        if ((body.Device ?? body.Session) is not null && body.User is null)
            return AdminProblems.Bad("Name the user as well: devices and sessions are a user's.", "user");
        if (body is { User: null, Token: null, IssuedBefore: null })
            return AdminProblems.Bad("Name what to revoke: \"user\", \"token\" or \"issuedBefore\".");
        if (body.Session is not null && (body.Device ?? body.Token) is not null)
            return AdminProblems.Bad("A session has its device and token already: name it alone.", "session");
        foreach (var (name, text) in new[] { ("session", body.Session), ("token", body.Token), ("reason", body.Reason) })
        {
            if (text is { Length: 0 or > MaxText } || text?.Any(char.IsControl) == true)
                return AdminProblems.Bad($"\"{name}\" is a line of text of 1 to {MaxText} characters.", name);
        }

        return body.Until <= now ? AdminProblems.Bad("\"until\" is in the past.", "until") : null;
    }
}

/// <summary>What to revoke: whatever has all of it.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RevocationBody(
    string? User = null,
    string? Device = null,
    string? Session = null,
    string? Token = null,
    DateTimeOffset? IssuedBefore = null,
    DateTimeOffset? Until = null,
    string? Reason = null)
{
    /// <summary>Without an id and a time.</summary>
    public Revocation ToRevocation() => new("", default)
    {
        User = User is null ? null : new UserId(User),
        Device = Device is null ? null : new DeviceId(Device),
        Session = Session is null ? null : new SessionId(Session),
        Token = Token,
        IssuedBefore = IssuedBefore,
        Until = Until,
        Reason = Reason,
    };
}

/// <summary>A revocation that is in force.</summary>
internal sealed record RevocationItem(
    string Id,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    string? User,
    string? Device,
    string? Session,
    string? Token,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? IssuedBefore,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? Until,
    string? Reason)
{
    /// <summary>As the API shows it.</summary>
    public static RevocationItem Of(Revocation r) =>
        new(r.Id, r.At, r.User?.Value, r.Device?.Value, r.Session?.Value, r.Token, r.IssuedBefore, r.Until, r.Reason);
}
