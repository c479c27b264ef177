using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>Decides the commands of one batch, each on top of those before it.</summary>
/// <param name="room">The room as stored; null if there is none.</param>
/// <param name="head">Its last <c>seq</c>.</param>
/// <param name="at">Now.</param>
/// <param name="facts">What was looked up for the batch.</param>
internal sealed class BatchDecisions(Room? room, long head, DateTimeOffset at, BatchFacts facts)
{
    private readonly List<LogEvent> _events = [];
    private Room? _room = room;
    private Dictionary<(UserId User, string Key), int>? _keys;
    private HashSet<CallId>? _calls;

    /// <summary>All that was decided; not numbered yet.</summary>
    public IReadOnlyList<LogEvent> Events => _events;

    /// <summary>Set where the batch makes the room.</summary>
    public NewRoom? Create { get; private set; }

    /// <summary>Decides the next command.</summary>
    public Decided Decide(IRoomCommand command)
    {
        if (command is RoomRequest or AdminRequest && IsRepeated(command, out var first))
            return new Decided(first, 1, Repeated: true, null);
        var decision = DecisionOn(command);
        if (facts.Words is { } words && decision.Events.Count > 0)
            decision = WordRules.Apply(decision, words);
        var from = _events.Count;
        if (decision.Error is { } error)
            return new Decided(from, 0, Repeated: false, error);
        if (decision.Events is [ChatMessage message])
            (_keys ??= []).Add((message.By, message.Key), from);
        _events.AddRange(decision.Events);
        for (var i = from; i < _events.Count; i++)
        {
            if (_events[i] is RoomEvent e)
                Apply(e, head + i + 1);
        }

        return new Decided(from, decision.Events.Count, Repeated: false, null);
    }

    private Decision DecisionOn(IRoomCommand command) => command switch
    {
        CreateRoom create when _room is null => Make(create),
        OpenPair pair when _room is null => Begin(pair.Room, MembershipRules.CreateDirect(pair.Room, pair.Caller.User, pair.Other, at)),
        CreateRoom { Caller.User: var user } when _room!.Members.ContainsKey(user) => Decision.Nothing,
        OpenPair { Caller.User: var user, Other: var other } when _room!.IsDirectOf(user, other) => Decision.Nothing,
        RecordCall call => Record(call),
        RoomRequest request when _room is not null => RoomRules.Decide(_room, request.Caller.User, request.Body, at, facts.Messages, facts.Files, facts.Limits, facts.Forwards),
        AdminRequest request when _room is not null => AdminRules.Decide(_room, request.By, request.Body, at, facts.Messages, facts.Limits, facts.Files),
        RecordErasure erasure when _room is not null => AdminRules.Erase(_room, erasure.User, erasure.Said, at),
        RecordPreviews found when _room is not null => PreviewRules.Record(_room, found, at, facts.Messages),
        AppendDomainEvent append when _room is not null => RoomRules.Append(_room, append, at),
        _ => Decision.Refused(ChatErrors.NoSuchRoom),
    };

    private Decision Make(CreateRoom create)
    {
        var (body, error) = facts.Words is { } words && !create.ByOperator ? WordRules.Apply(create.Body, words) : (create.Body, null);
        return error is null ? Begin(create.Room, MembershipRules.Create(create.Room, create.Caller.User, body, at)) : Decision.Refused(error);
    }

    private Decision Begin(RoomId id, (NewRoom Room, IReadOnlyList<RoomEvent> Events) created)
    {
        Create = created.Room;
        _room = Room.New(id, created.Room);
        return Decision.Of(created.Events);
    }

    // Between two of whom one has blocked the other, a call that nobody took is no news.
    private Decision Record(RecordCall call) => _room is not { Blockers.IsEmpty: true } || facts.Recorded.Contains(call.Call) || !(_calls ??= []).Add(call.Call)
        ? Decision.Nothing
        : Decision.Of(new ChatCall(call.Call, call.Outcome, call.DurationMs, call.Media) { Room = call.Room, At = at, By = call.By });

    private bool IsRepeated(IRoomCommand command, out int first)
    {
        first = 0;
        return command.Request() is (var by, ChatSendRequest { Key: { } key }) && _keys is not null && _keys.TryGetValue((by, key), out first);
    }

    private void Apply(RoomEvent e, long seq)
    {
        if (e is ChatMessage && _room is not { SlowModeSeconds: > 0 })
            return;
        _room = _room?.Apply(e with { Seq = seq });
        if (e is IMessageEvent { Id: var id } && facts.Messages.TryGetValue(id, out var message))
            message.Apply(e);
    }

    /// <summary>What became of a command.</summary>
    /// <param name="From">The first of its events among <see cref="Events"/>.</param>
    /// <param name="Count">How many; 0 if nothing had to change.</param>
    /// <param name="Repeated">A <c>chat.send</c> of the same key as another one in the batch, whose event it shares.</param>
    /// <param name="Error">Why it was refused; null if it was accepted.</param>
    internal readonly record struct Decided(int From, int Count, bool Repeated, RequestError? Error);
}
