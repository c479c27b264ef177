using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>What a request into a room's calls decides: on the call that goes on, or on the one that it would start.</summary>
internal sealed class EntryDecisions(RoomId room, CallServices services)
{
    private CallId? _nextId;

    /// <summary>The id of the next call: one for all who start at the same time, so that they enter the same call, whoever's answers come first.</summary>
    public CallId NextId => _nextId ??= CallId.New(room, Now);

    private DateTimeOffset Now => services.Time.GetUtcNow();

    /// <summary>The next call has started, or nobody is about to start it.</summary>
    public void ForgetNextId() => _nextId = null;

    /// <summary>Starts the next call. Needs <see cref="PendingEntry.Members"/>.</summary>
    public CallDecision Start(CallStartRequest start, PendingEntry entry)
    {
        var members = entry.Members!;
        var begin = new NewCall(NextId, room, members.Kind!, members.Users, start.Media!, start.Key!) { Quiet = members.Quiet ?? [] };
        return Call.Start(begin, entry.Command.Caller, CallConnections.AddressOf(entry.Connection), services.Rules, Now);
    }

    /// <summary>Enters <paramref name="call"/> from the connection at <paramref name="address"/>.</summary>
    public CallDecision Enter(Call call, CallCommand command, string address) => command.Request switch
    {
        CallStartRequest start => call.StartHere(command.Caller, address, start.Key!, Now),
        CallAcceptRequest => call.Accept(command.Caller, address, Now),
        CallJoinRequest => call.Join(command.Caller, address, Now),
        _ => throw new InvalidOperationException($"No handling for {command.Request.GetType().Name}: add it here."),
    };

    /// <summary>Has <paramref name="users"/> rung.</summary>
    public CallDecision Invite(Call call, Caller caller, IReadOnlyList<UserId> users, bool moderates = false, IReadOnlyList<UserId>? quiet = null) =>
        call.Invite(caller, users, services.Rules, Now, moderates, quiet);
}
