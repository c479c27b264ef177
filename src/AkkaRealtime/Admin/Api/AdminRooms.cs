using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Rooms: lists, members, retention.</summary>
internal static class AdminRooms
{
    private const int MaxDays = 36_500;

    /// <summary>Maps <c>/rooms</c>.</summary>
    public static void MapRooms(this RouteGroupBuilder admin)
    {
        var rooms = admin.MapGroup("/rooms").WithTags("Rooms");
        rooms.MapGet("/", ListAsync).WithName("listRooms").Needs(AdminScopes.ReadRooms).WithSummary("Rooms, by id; query looks into names and topics.");
        rooms.MapPost("/", CreateAsync).WithName("createRoom").Needs(AdminScopes.WriteRooms).WithSummary("Makes a group or channel. The same key again makes nothing new, and answers with the room that it made, 200.");
        rooms.MapGet("/{room}", GetAsync).WithName("getRoom").Needs(AdminScopes.ReadRooms).WithSummary("A room.");
        rooms.MapPatch("/{room}", UpdateAsync).WithName("updateRoom").Needs(AdminScopes.WriteRooms).Produces<Changed>().WithSummary("Changes name, topic, roles, slow mode, or the least role that may write.");
        rooms.MapGet("/{room}/members", MembersAsync).WithName("listMembers").Needs(AdminScopes.ReadRooms).WithSummary("Members, by user id.");
        rooms.MapPost("/{room}/members", AddAsync).WithName("addMembers").Needs(AdminScopes.WriteRooms).Produces<Changed>().WithSummary("Brings users in.");
        rooms.MapDelete("/{room}/members/{user}", RemoveAsync).WithName("removeMember").Needs(AdminScopes.WriteRooms).Produces<Changed>().WithSummary("Takes a user out; the room keeps an owner.");
        rooms.MapGet("/{room}/retention", RetentionAsync).WithName("getRetention").Needs(AdminScopes.ReadRooms).WithSummary("For how many days the room keeps what is said.");
        rooms.MapPut("/{room}/retention", SetRetentionAsync).WithName("setRetention").WithSummary("Sets the room's own days; 0 for ever. What is due goes at once.");
        rooms.MapDelete("/{room}/retention", ClearRetentionAsync).WithName("clearRetention").WithSummary("The room goes by the server's option again.");
    }

    private static async Task<Ok<Page<RoomItem>>> ListAsync(
        AdminService admin, RetentionOptions retention, string? query, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        var rows = await admin.Rooms.RoomsAsync(query, after is null ? null : new RoomId(after), most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, r => RoomItem.Of(r, retention.Days), r => r.Id.Value));
    }

    private static async Task<Results<Created<RoomItem>, Ok<RoomItem>, ProblemHttpResult>> CreateAsync(
        AdminService admin, RetentionOptions retention, NewRoomBody body, [FromHeader(Name = AdminKeys.Header)] string? idempotencyKey, CancellationToken cancel)
    {
        if (AdminKeys.Fault(body.Key, idempotencyKey, isNeeded: false) is { } fault)
            return fault;
        if (body.Kind is not ("group" or "channel"))
            return AdminProblems.Bad("\"kind\" is group or channel.");
        if (!VisibleText.IsIn(body.Name) || body.Name!.Length > 100 || body.Name.Any(char.IsControl) || body.Topic?.Length > 1_000)
            return AdminProblems.Bad("\"name\" is a line of text of at most 100 characters, \"topic\" has at most 1,000.");
        if (!IdRules.IsUser(body.Owner) || IdRules.IsReserved(body.Owner))
            return AdminProblems.Bad("\"owner\" is the id of the user who will own the room.");
        var members = AdminProblems.Users(body.Members);
        if (members is null && body.Members is { Count: > 0 })
            return AdminProblems.Bad("\"members\" are ids of at most 1,000 users.");
        var owner = new UserId(body.Owner!);
        var (room, existed) = AdminKeys.Of(body.Key, idempotencyKey) is { } key
            ? await admin.CreateRoomOnceAsync(key, body.Kind, body.Name, body.Topic, owner, members, cancel)
            : (await admin.CreateRoomAsync(body.Kind, body.Name, body.Topic, owner, members, cancel), false);
        var item = RoomItem.Of((await admin.Rooms.FindRoomAsync(room, cancel))!, retention.Days);
        return existed ? TypedResults.Ok(item) : TypedResults.Created($"/api/v1/admin/rooms/{room}", item);
    }

    private static async Task<Results<Ok<RoomItem>, ProblemHttpResult>> GetAsync(
        AdminService admin, RetentionOptions retention, string room, CancellationToken cancel) =>
        await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is { } found
            ? TypedResults.Ok(RoomItem.Of(found, retention.Days))
            : AdminProblems.NotFound("room");

    private static async Task<IResult> UpdateAsync(HttpContext http, AdminService admin, string room, RoomPatch body, CancellationToken cancel)
    {
        if (body.Roles?.Keys.All(IdRules.IsUser) == false)
            return AdminProblems.Bad("\"roles\" goes from ids of users to owner, admin or member.");
        var roles = body.Roles?.ToDictionary(r => new UserId(r.Key), r => r.Value);
        return AdminProblems.Of(http, await admin.UpdateRoomAsync(new RoomId(room), body.Name, body.Topic, roles, body.SlowModeSeconds, body.PostRole, cancel));
    }

    private static async Task<Results<Ok<Page<MemberItem>>, ProblemHttpResult>> MembersAsync(
        AdminService admin, string room, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        if (await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is null)
            return AdminProblems.NotFound("room");
        var rows = await admin.Rooms.MembersAsync(new RoomId(room), after is null ? null : new UserId(after), most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, m => new MemberItem(m.User.Value, m.Name, m.Role, m.Read), m => m.User.Value));
    }

    private static async Task<IResult> AddAsync(HttpContext http, AdminService admin, string room, UsersBody body, CancellationToken cancel) =>
        AdminProblems.Users(body.Users) is { } users
            ? AdminProblems.Of(http, await admin.AddMembersAsync(new RoomId(room), users, cancel))
            : AdminProblems.Bad("\"users\" are ids of 1 to 1,000 users.");

    private static async Task<IResult> RemoveAsync(HttpContext http, AdminService admin, string room, string user, CancellationToken cancel) =>
        IdRules.IsUser(user)
            ? AdminProblems.Of(http, await admin.RemoveMembersAsync(new RoomId(room), [new UserId(user)], cancel))
            : AdminProblems.NotFound("user");

    private static async Task<Results<Ok<RetentionState>, ProblemHttpResult>> RetentionAsync(
        AdminService admin, RetentionOptions retention, string room, CancellationToken cancel) =>
        await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is { } found
            ? TypedResults.Ok(RetentionState.Of(found, retention.Days))
            : AdminProblems.NotFound("room");

    private static async Task<Results<Ok<RetentionState>, ProblemHttpResult>> SetRetentionAsync(
        AdminService admin, RetentionOptions retention, string room, RetentionBody body, CancellationToken cancel) =>
        body.Days is >= 0 and <= MaxDays
            ? await KeepAsync(admin, retention, room, body.Days, cancel)
            : AdminProblems.Bad($"\"days\" is 0 (for ever) to {MaxDays}.");

    private static Task<Results<Ok<RetentionState>, ProblemHttpResult>> ClearRetentionAsync(
        AdminService admin, RetentionOptions retention, string room, CancellationToken cancel) => KeepAsync(admin, retention, room, null, cancel);

    private static async Task<Results<Ok<RetentionState>, ProblemHttpResult>> KeepAsync(
        AdminService admin, RetentionOptions retention, string room, int? days, CancellationToken cancel)
    {
        if (await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is not { } found)
            return AdminProblems.NotFound("room");
        await admin.SetRetentionAsync(found.Id, days, cancel);
        return TypedResults.Ok(RetentionState.Of(found with { KeepDays = days }, retention.Days));
    }
}
