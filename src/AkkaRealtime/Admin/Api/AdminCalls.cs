using System.Text.Json.Serialization;
using AkkaRealtime.Admin.Nodes;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Api;

/// <summary>Calls that ring or go on now, and ending one.</summary>
internal static class AdminCalls
{
    // What a node says has to go through a frame between nodes.
    private const int Most = 100;

    /// <summary>Maps <c>/calls</c>.</summary>
    public static void MapCalls(this RouteGroupBuilder admin)
    {
        var calls = admin.MapGroup("/calls").WithTags("Calls");
        calls.MapGet("/", ListAsync).WithName("listCalls").Needs(AdminScopes.ReadCalls)
            .WithSummary("Calls that ring or go on now, on all nodes, those that began last first; nodes that do not answer within two seconds are named.");
        calls.MapPost("/{call}/end", EndAsync).WithName("endCall").Needs(AdminScopes.WriteCalls).Produces(StatusCodes.Status204NoContent).WithSummary("Ends a call for everybody, as its host can.");
    }

    private static async Task<Ok<CallList>> ListAsync(ClusterNodes nodes, AdminService admin, int? limit, CancellationToken cancel)
    {
        var most = Math.Min(AdminProblems.Limit(limit), Most);
        var found = await nodes.CallsAsync(most, cancel);
        var items = new List<OngoingCallItem>();
        foreach (var (call, node) in found.Calls)
            items.Add(OngoingCallItem.Of(call, node, await admin.Rooms.FindRoomAsync(call.Room, cancel)));
        return TypedResults.Ok(new CallList(items, found.Total, found.Silent));
    }

    private static async Task<IResult> EndAsync(HttpContext http, AdminService admin, string call, CancellationToken cancel) =>
        await admin.EndCallAsync(new CallId(call), cancel) is { } error ? AdminProblems.Of(http, error) : TypedResults.NoContent();
}

/// <summary>Calls of all nodes.</summary>
/// <param name="Items">Those that began last.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Silent">Nodes that did not answer: theirs are missing.</param>
internal sealed record CallList(IReadOnlyList<OngoingCallItem> Items, int Total, IReadOnlyList<string> Silent);

/// <summary>A call that rings or goes on.</summary>
internal sealed record OngoingCallItem(
    string Id,
    string Room,
    string? RoomName,
    string? Kind,
    string Media,
    string State,
    string Mode,
    string Host,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset StartedAt,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? AnsweredAt,
    IReadOnlyList<string> Participants,
    IReadOnlyList<string> Ringing,
    string Node)
{
    /// <summary>As the API shows it.</summary>
    public static OngoingCallItem Of(OngoingCall call, string node, RoomEntry? room) => new(
        call.Id.Value,
        call.Room.Value,
        room?.Name,
        room?.Kind,
        call.Media,
        call.State,
        call.Mode,
        call.Host.Value,
        call.StartedAt,
        call.AnsweredAt,
        [.. call.Participants.Select(u => u.Value)],
        [.. call.Ringing.Select(u => u.Value)],
        node);
}
