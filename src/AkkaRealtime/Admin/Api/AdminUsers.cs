using AkkaRealtime.Envelopes;
using AkkaRealtime.Files;
using AkkaRealtime.Routing.Users.Pictures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Users: lists, sessions, erasure, export.</summary>
internal static class AdminUsers
{
    private const int MaxName = 128;

    /// <summary>Maps <c>/users</c>.</summary>
    public static void MapUsers(this RouteGroupBuilder admin)
    {
        var users = admin.MapGroup("/users").WithTags("Users");
        users.MapGet("/", ListAsync).WithName("listUsers").Needs(AdminScopes.ReadUsers).WithSummary("Users who ever connected, by id; query looks into ids and names.");
        users.MapGet("/{user}", GetAsync).WithName("getUser").Needs(AdminScopes.ReadUsers).WithSummary("A user: last seen, connections now, rooms.");
        users.MapPut("/{user}", NameAsync).WithName("putUser").Needs(AdminScopes.WriteUsers).WithSummary("Says what a user is called, until a token says so; makes known who never signed in.");
        users.MapPut("/{user}/picture", PictureAsync).WithName("putUserPicture").Needs(AdminScopes.WriteUsers).WithSummary("The picture of a user: a JPEG, PNG or WebP as the body, as they could upload it themselves.")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        users.MapDelete("/{user}/picture", RemovePictureAsync).WithName("removeUserPicture").Needs(AdminScopes.WriteUsers).WithSummary("Removes it; what the user's token names is shown again, where that is allowed.");
        users.MapPost("/{user}/revoke", RevokeAsync).WithName("revokeSessions").WithSummary("Signs a user out: revokes the tokens that they were given until now, and closes all of their connections with 4410.");
        users.MapGet("/{user}/export", Export).WithName("exportUser").WithSummary("All that is held of a user, as JSON lines; the last line has kind \"end\".")
            .Produces(StatusCodes.Status200OK, contentType: "application/x-ndjson");
        users.MapPost("/{user}/erasure", EraseAsync).WithName("eraseUser").WithSummary("Begins to erase a user: texts, reactions, files, name, status. Runs in the background, over restarts.");
        users.MapGet("/{user}/erasure", ErasureAsync).WithName("getErasure").WithSummary("How far the erasure of a user has got.");
    }

    private static async Task<Ok<Page<UserItem>>> ListAsync(AdminService admin, string? query, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        var rows = await admin.Users.UsersAsync(query, after is null ? null : new UserId(after), most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, u => new UserItem(u.User.Value, u.Name, u.LastSeen), u => u.User.Value));
    }

    private static async Task<Results<Ok<UserDetails>, ProblemHttpResult>> GetAsync(AdminService admin, string user, CancellationToken cancel)
    {
        if (!IdRules.IsUser(user))
            return AdminProblems.NotFound("user");
        var id = new UserId(user);
        var stored = await admin.Users.LoadUserAsync(id, cancel);
        var rooms = await admin.Chat.RoomsAsync(id, null, cancel);
        var erasure = await admin.Erasures.FindErasureAsync(id, cancel);
        if (stored is null && rooms.Count == 0 && erasure is null)
            return AdminProblems.NotFound("user");
        var sessions = await admin.SessionsAsync(id, cancel);
        return TypedResults.Ok(new UserDetails(
            user,
            stored?.Name ?? user,
            stored?.LastSeen,
            await admin.Pictures.FindAsync(id, cancel),
            sessions.Count > 0,
            [.. sessions.Select(s => new SessionItem(s.Session.Value, s.Device.Value, s.Node, s.Since, s.Agent, s.Token))],
            [.. rooms.Select(r => new UserRoom(r.Id.Value, r.Kind, r.Name, r.Role ?? "", r.Unread))],
            erasure is null ? null : ErasureState.Of(erasure)));
    }

    private static async Task<Results<Ok<NamedUser>, ProblemHttpResult>> NameAsync(AdminService admin, string user, UserBody body, CancellationToken cancel)
    {
        if (!IdRules.IsUser(user))
            return AdminProblems.Bad("The id of a user has 1 to 64 characters of A-Z a-z 0-9 _ . : @ -");
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > MaxName || body.Name.Any(char.IsControl))
            return AdminProblems.Bad($"\"name\" is a line of text of at most {MaxName} characters.", "name");
        return TypedResults.Ok(new NamedUser(user, await admin.NameUserAsync(new UserId(user), body.Name.Trim(), cancel)));
    }

    private static async Task<Results<Ok<OwnPicture>, ProblemHttpResult>> PictureAsync(
        AdminService admin, HttpRequest request, PictureOptions options, TimeProvider time, string user, CancellationToken cancel)
    {
        if (!IdRules.IsUser(user) || IdRules.IsReserved(user))
            return AdminProblems.NotFound("user");
        if (await PictureBody.ReadAsync(request, options.MaxBytes, cancel) is not { } bytes)
            return PictureProblems.Of(PictureRefusal.TooLarge, options);
        var (picture, refusal) = PictureRules.Check(bytes, time.GetUtcNow(), options);
        return refusal is { } reason ? PictureProblems.Of(reason, options) : TypedResults.Ok(new OwnPicture(await admin.Pictures.SetAsync(new UserId(user), picture, cancel)));
    }

    private static async Task<Results<Ok<OwnPicture>, ProblemHttpResult>> RemovePictureAsync(AdminService admin, string user, CancellationToken cancel) =>
        IdRules.IsUser(user) ? TypedResults.Ok(new OwnPicture(await admin.Pictures.SetAsync(new UserId(user), null, cancel))) : AdminProblems.NotFound("user");

    private static async Task<Results<Ok<Revoked>, ProblemHttpResult>> RevokeAsync(AdminService admin, string user, CancellationToken cancel)
    {
        if (!IdRules.IsUser(user))
            return AdminProblems.NotFound("user");
        var (sessions, revocation) = await admin.SignOutAsync(new UserId(user), cancel);
        return TypedResults.Ok(new Revoked(sessions, revocation.Id));
    }

    private static IResult Export(AdminService admin, string user, CancellationToken cancel) => IdRules.IsUser(user)
        ? TypedResults.Stream(
            async body =>
            {
                await foreach (var line in admin.ExportAsync(new UserId(user), cancel))
                    await body.WriteAsync(line, cancel);
            },
            "application/x-ndjson")
        : AdminProblems.NotFound("user");

    private static async Task<Results<Accepted<ErasureState>, ProblemHttpResult>> EraseAsync(AdminService admin, string user, CancellationToken cancel) =>
        IdRules.IsUser(user)
            ? TypedResults.Accepted($"/api/v1/admin/users/{user}/erasure", ErasureState.Of(await admin.EraseAsync(new UserId(user), cancel)))
            : AdminProblems.NotFound("user");

    private static async Task<Results<Ok<ErasureState>, ProblemHttpResult>> ErasureAsync(AdminService admin, string user, CancellationToken cancel) =>
        await admin.Erasures.FindErasureAsync(new UserId(user), cancel) is { } erasure
            ? TypedResults.Ok(ErasureState.Of(erasure))
            : AdminProblems.NotFound("erasure");
}
