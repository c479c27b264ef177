using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Who may not be in a room.</summary>
internal static class AdminBans
{
    /// <summary>Maps <c>/rooms/{room}/bans</c>.</summary>
    public static void MapBans(this RouteGroupBuilder admin)
    {
        var bans = admin.MapGroup("/rooms/{room}/bans").WithTags("Rooms");
        bans.MapGet("/", ListAsync).WithName("listBans").Needs(AdminScopes.ReadRooms).WithSummary("Who is banned from the room now, by id.");
        bans.MapPut("/{user}", BanAsync).WithName("ban").Needs(AdminScopes.WriteRooms).Produces<Changed>().WithSummary("Bans a user, who is taken out of the room where they are in it; the room keeps an owner.");
        bans.MapDelete("/{user}", UnbanAsync).WithName("unban").Needs(AdminScopes.WriteRooms).Produces<Changed>().WithSummary("Lifts a ban.");
    }

    private static async Task<Results<Ok<Page<BanItem>>, ProblemHttpResult>> ListAsync(
        AdminService admin, string room, string? after, int? limit, CancellationToken cancel)
    {
        var most = AdminProblems.Limit(limit);
        if (await admin.Rooms.FindRoomAsync(new RoomId(room), cancel) is null)
            return AdminProblems.NotFound("room");
        var rows = await admin.Chat.BansAsync(new RoomId(room), after is null ? null : new UserId(after), most + 1, cancel);
        return TypedResults.Ok(AdminProblems.PageOf(rows, most, b => new BanItem(b.User.Value, b.Name, b.By.Value, b.At, b.Until, b.Reason), b => b.User.Value));
    }

    private static async Task<IResult> BanAsync(HttpContext http, AdminService admin, string room, string user, BanBody body, CancellationToken cancel) => IdRules.IsUser(user)
        ? AdminProblems.Of(http, await admin.BanAsync(new RoomId(room), [new UserId(user)], body.Reason, body.Until, cancel))
        : AdminProblems.NotFound("user");

    private static async Task<IResult> UnbanAsync(HttpContext http, AdminService admin, string room, string user, CancellationToken cancel) => IdRules.IsUser(user)
        ? AdminProblems.Of(http, await admin.UnbanAsync(new RoomId(room), [new UserId(user)], cancel))
        : AdminProblems.NotFound("user");
}
