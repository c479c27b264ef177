using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Admin.Nodes;

/// <summary>Asks a node for its <see cref="NodeCalls"/>.</summary>
/// <param name="Limit">How many, at most.</param>
internal sealed record GetNodeCalls(int Limit) : ICrossesNodes;

/// <summary>The calls whose owners live on a node.</summary>
/// <param name="Calls">Those that began last.</param>
/// <param name="Total">How many there are.</param>
internal sealed record NodeCalls(IReadOnlyList<OngoingCall> Calls, int Total) : ICrossesNodes
{
    /// <summary>As they are now.</summary>
    public static NodeCalls Of(OngoingCalls calls, int limit) => new([.. calls.All.OrderByDescending(c => c.StartedAt).Take(limit).Select(OngoingCall.Of)], calls.Count);
}

/// <summary>A call that rings or goes on, for the operator.</summary>
/// <param name="Id">The call.</param>
/// <param name="Room">Its room.</param>
/// <param name="Host">Its host.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>.</param>
/// <param name="State"><c>ringing</c> or <c>active</c>.</param>
/// <param name="Mode"><c>mesh</c> or <c>sfu</c>.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="AnsweredAt">When a second participant first joined.</param>
/// <param name="Participants">Who is in it.</param>
/// <param name="Ringing">For whom it rings.</param>
internal sealed record OngoingCall(
    CallId Id,
    RoomId Room,
    UserId Host,
    string Media,
    string State,
    string Mode,
    DateTimeOffset StartedAt,
    DateTimeOffset? AnsweredAt,
    IReadOnlyList<UserId> Participants,
    IReadOnlyList<UserId> Ringing)
{
    /// <summary>A call as its owner has it.</summary>
    public static OngoingCall Of(Call call)
    {
        var view = call.View();
        return new OngoingCall(view.Id, view.Room, view.Host, view.Media, view.State, view.Mode, view.StartedAt, view.AnsweredAt, [.. view.Participants.Select(p => p.User)], view.Ringing);
    }
}

/// <summary>The calls of all nodes.</summary>
/// <param name="Calls">Those that began last, each with the address of its owner's node.</param>
/// <param name="Total">How many there are on the nodes that answered.</param>
/// <param name="Silent">Nodes that did not answer.</param>
internal sealed record ClusterCalls(IReadOnlyList<(OngoingCall Call, string Node)> Calls, int Total, IReadOnlyList<string> Silent);
