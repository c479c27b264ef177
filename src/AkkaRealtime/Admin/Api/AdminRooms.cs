using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Rooms: lists, members, messages, retention.</summary>
internal static class AdminRooms
{
    private const int MaxDays = 36_500;

    /// <summary>Maps <c>/rooms</c>.</summary>
    public static void MapRooms(this RouteGroupBuilder admin)
    {
        var rooms = admin.MapGroup("/rooms").WithTags("Rooms");
        rooms.MapGet("/", ListAsync).WithSummary("Rooms, by id; query looks into names and topics.");
        rooms.MapPost("/", CreateAsync).WithSummary("Makes a group or channel.");
        rooms.MapGet("/{room}", GetAsync).WithSummary("A room.");
        rooms.MapPatch("/{room}", UpdateAsync).WithSummary("Changes name, topic or roles.");
        rooms.MapGet("/{room}/members", MembersAsync).WithSummary("Members, by user id.");
        rooms.MapPost("/{room}/members", AddAsync).WithSummary("Brings users in.");
        rooms.MapDelete("/{room}/members/{user}", RemoveAsync).WithSummary("Takes a user out; the room keeps an owner.");
        rooms.MapPost("/{room}/messages", PostAsync).WithSummary("Sends a message as a system or bot user. The same key again sends nothing new.");
        rooms.MapDelete("/{room}/messages/{message}", DeleteAsync).WithSummary("Deletes a message, and takes what it said out of the log.");
        rooms.MapGet("/{room}/retention", RetentionAsync).WithSummary("For how many days the room keeps what is said.");
        rooms.MapPut("/{room}/retention", SetRetentionAsync).WithSummary("Sets the room's own days; 0 for ever. What is due goes at once.");
        rooms.MapDelete("/{room}/retention", ClearRetentionAsync).WithSummary("The room goes by the server's option again.");
    }

    private static async Task<Ok<Page<RoomItem>>> ListAsync(
        AdminService admin, RetentionOptions retention, string? query, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        var rows = await admin.Rooms.RoomsAsync(query, after is null ? null : new RoomId(after), most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, r => RoomItem.Of(r, retention.Days), r => r.Id.Value));
    }

    private static async Task<Results<Created<RoomItem>, ProblemHttpResult>> CreateAsync(
        AdminService admin, RetentionOptions retention, NewRoomBody body, CancellationToken cancel)
    {
        if (body.Kind is not ("group" or "channel"))
            return AdminProblems.Bad("\"kind\" is group or channel.");
        if (string.IsNullOrWhiteSpace(body.Name) || body.Name.Length > 100 || body.Name.Any(char.IsControl) || body.Topic?.Length > 1_000)
            return AdminProblems.Bad("\"name\" is a line of text of at most 100 characters, \"topic\" has at most 1,000.");
        if (!IdRules.IsUser(body.Owner))
            return AdminProblems.Bad("\"owner\" is the id of the user who will own the room.");
        var members = AdminProblems.Users(body.Members);
        if (members is null && body.Members is { Count: > 0 })
            return AdminProblems.Bad("\"members\" are ids of at most 1,000 users.");
        var room = await admin.CreateRoomAsync(body.Kind, body.Name, body.Topic, new UserId(body.Owner!), members, cancel);
        return TypedResults.Created(
            $"/api/v1/admin/rooms/{room}", RoomItem.Of((await admin.Rooms.FindRoomAsync(room, cancel))!, retention.Days));
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
        return AdminProblems.Of(http, await admin.UpdateRoomAsync(new RoomId(room), body.Name, body.Topic, roles, cancel));
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

    private static async Task<IResult> PostAsync(HttpContext http, AdminService admin, string room, NewMessage body, CancellationToken cancel)
    {
        if (!IdRules.IsKey(body.Key))
            return AdminProblems.Bad("\"key\" is 1 to 64 characters that name this message, so that it can be sent again without harm.");
        if (string.IsNullOrWhiteSpace(body.Text))
            return AdminProblems.Bad("\"text\" is missing.");
        if (body.User is not null && !IdRules.IsUser(body.User))
            return AdminProblems.Bad("\"user\" is the id of a user; left out, it is system.");
        var answer = await admin.PostAsync(
            new RoomId(room), body.User is null ? AdminService.System : new UserId(body.User), body.Key!, body.Text, cancel);
        return answer.Error is { } error
            ? AdminProblems.Of(http, error)
            : TypedResults.Ok(new SentMessage(room, answer.Message!.Value.Value, answer.Seq, answer.At, answer.Duplicate));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, AdminService admin, string room, string message, CancellationToken cancel) =>
        AdminProblems.Of(http, await admin.DeleteMessageAsync(new RoomId(room), new MessageId(message), cancel));

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
