using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>A command that waits at a room, and who is told the answer.</summary>
internal readonly record struct Waiting(IActorRef Sender, IRoomCommand Command);

/// <summary>
/// The commands that gathered at a room while the batch before them was stored: decided one after the other, appended as one entry,
/// answered when that is durable.
/// </summary>
internal sealed class RoomBatch
{
    // A batch holds its transaction open for others too: about 500 messages, or 1 MB of text, or 2,000 members.
    private const int MostCommands = 500;
    private const int MostWeight = 2_000;
    private const int CharsOfWeight = 512;

    private readonly List<Waiting> _commands;
    private readonly List<Step> _steps;
    private readonly List<RoomEvent> _events = [];
    private Dictionary<(UserId User, string Key), int>? _keys;
    private HashSet<CallId>? _calls;

    private RoomBatch(List<Waiting> commands)
    {
        _commands = commands;
        _steps = new List<Step>(commands.Count);
    }

    /// <summary>To be appended; not numbered yet.</summary>
    public IReadOnlyList<RoomEvent> Events => _events;

    /// <summary>What was decided and is answered once the events are durable.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>Set where the batch makes the room.</summary>
    public NewRoom? Create { get; private set; }

    /// <summary>The messages that its commands are about, as they were looked up.</summary>
    public IReadOnlyDictionary<MessageId, MessageFacts> Found { get; set; } = new Dictionary<MessageId, MessageFacts>();

    /// <summary>Set where the batch rewrites stored events instead of appending new ones; it holds nothing else then.</summary>
    public IRewriteCommand? Rewrite => _commands is [{ Command: IRewriteCommand rewrite }] ? rewrite : null;

    /// <summary>The calls that the batch is asked to record, as far as <paramref name="which"/> of them.</summary>
    public List<CallId> Calls(Func<CallId, bool> which)
    {
        var calls = new List<CallId>();
        foreach (var (_, command) in _commands)
        {
            if (command is RecordCall record && which(record.Call))
                calls.Add(record.Call);
        }

        return calls;
    }

    /// <summary>Takes what waits, up to what one entry of the journal should hold.</summary>
    public static RoomBatch Take(Queue<Waiting> pending)
    {
        var commands = new List<Waiting>(Math.Min(pending.Count, MostCommands));
        for (var weight = 0; pending.Count > 0 && commands.Count < MostCommands && weight < MostWeight;)
        {
            if (pending.Peek().Command is IRewriteCommand && commands.Count > 0)
                break;
            var next = pending.Dequeue();
            weight += WeightOf(next.Command);
            commands.Add(next);
            if (next.Command is IRewriteCommand)
                break;
        }

        return new RoomBatch(commands);
    }

    /// <summary>The messages that have to be looked up before anything can be decided.</summary>
    public IReadOnlySet<MessageId> Messages()
    {
        var ids = new HashSet<MessageId>();
        foreach (var (_, command) in _commands)
        {
            switch (Asked(command).Body)
            {
                case IMessageRequest { Id: { } id }:
                    ids.Add(id);
                    break;
                case SendRequest send:
                    if (send.ReplyTo is { } replyTo)
                        ids.Add(replyTo);
                    if (send.Thread is { } thread)
                        ids.Add(thread);
                    break;
                default:
                    break;
            }
        }

        return ids;
    }

    /// <summary>The messages that name files, which have to be looked up as well; null where there are none, as mostly.</summary>
    public List<RoomRequest>? WithFiles()
    {
        List<RoomRequest>? sends = null;
        foreach (var (_, command) in _commands)
        {
            if (command is RoomRequest { Body: SendRequest { Attachments.Count: > 0 } } send)
                (sends ??= []).Add(send);
        }

        return sends;
    }

    /// <summary>Decides every command, each on top of those before it; what is refused comes back.</summary>
    /// <param name="room">As stored; null where there is none.</param>
    /// <param name="head">Its last <c>seq</c>.</param>
    /// <param name="at">Now.</param>
    /// <param name="found">The looked-up messages that there are.</param>
    /// <param name="recorded">Calls that stand in the log already.</param>
    /// <param name="files">The looked-up files.</param>
    public IReadOnlyList<(Waiting Command, RequestError Error)> Decide(
        Room? room,
        long head,
        DateTimeOffset at,
        IReadOnlyDictionary<MessageId, MessageFacts> found,
        IReadOnlySet<CallId> recorded,
        FileFacts files)
    {
        List<(Waiting, RequestError)>? refused = null;
        foreach (var waiting in _commands)
        {
            var from = _events.Count;
            var error = Decide(ref room, waiting, at, found, recorded, files);
            if (error is not null)
            {
                (refused ??= []).Add((waiting, error));
                continue;
            }

            for (var i = from; i < _events.Count; i++)
            {
                if (_events[i] is ChatMessage)
                    continue;
                room = room?.Apply(_events[i] with { Seq = head + i + 1 });
                if (Touched(_events[i]) is { } id && found.TryGetValue(id, out var message))
                    message.Apply(_events[i]);
            }
        }

        return refused ?? [];
    }

    /// <summary>All that have not been refused, where the whole batch failed.</summary>
    public IEnumerable<Waiting> Accepted => _steps.Select(s => s.Command);

    /// <summary>All commands, where it failed before it was decided.</summary>
    public IReadOnlyList<Waiting> Commands => _commands;

    /// <summary>Whether an answer of the journal is about this batch, and not about one of the actor that a restart ended.</summary>
    public bool Matches(EventsAppended answer)
    {
        if (answer.Events.Count != _events.Count)
            return false;
        for (var i = 0; i < _events.Count; i++)
        {
            var stored = answer.Events[i];
            var same = stored.Duplicate
                ? (stored.Event as ChatMessage)?.Key == (_events[i] as ChatMessage)?.Key && stored.Event.By == _events[i].By
                : stored.Event.Type == _events[i].Type && stored.Event.At == _events[i].At && stored.Event.By == _events[i].By;
            if (!same)
                return false;
        }

        return true;
    }

    private RequestError? Decide(
        ref Room? room,
        Waiting waiting,
        DateTimeOffset at,
        IReadOnlyDictionary<MessageId, MessageFacts> found,
        IReadOnlySet<CallId> recorded,
        FileFacts files)
    {
        switch (waiting.Command)
        {
            case CreateRoom create when room is null:
                return Begin(ref room, waiting, RoomRules.Create(create.Room, create.Caller.User, create.Body, at));
            case OpenPair pair when room is null:
                return Begin(ref room, waiting, RoomRules.CreateDirect(pair.Room, pair.Caller.User, pair.Other, at));
            case CreateRoom { Caller.User: var user } when room!.Members.ContainsKey(user):
                return Accept(waiting, Decision.Nothing);
            case OpenPair pair when room!.Kind == RoomKinds.Direct && room.Members.ContainsKey(pair.Caller.User) && room.Members.ContainsKey(pair.Other):
                return Accept(waiting, Decision.Nothing);
            case RecordCall call:
                return Accept(waiting, call, at, room is null || recorded.Contains(call.Call));
            case RoomRequest or OperatorRequest when IsRepeated(waiting.Command, out var first):
                _steps.Add(new Step(waiting, first, 1, Repeated: true));
                return null;
            case RoomRequest request when room is not null:
                return Accept(waiting, RoomRules.Decide(room, request.Caller.User, request.Body, at, found, files));
            case OperatorRequest request when room is not null:
                return Accept(waiting, RoomRules.DecideForOperator(room, request.By, request.Body, at, found));
            case RecordErasure erasure when room is not null:
                return Accept(waiting, RoomRules.Erase(room, erasure.User, erasure.Said, at));
            default:
                return new RequestError(ErrorCode.NotFound, "There is no such room.", "room");
        }
    }

    private RequestError? Begin(ref Room? room, Waiting waiting, (NewRoom Room, IReadOnlyList<RoomEvent> Events) created)
    {
        Create = created.Room;
        room = Room.New(waiting.Command.Room, created.Room);
        return Accept(waiting, Decision.Of(created.Events));
    }

    private RequestError? Accept(Waiting waiting, Decision decision)
    {
        if (decision.Error is not null)
            return decision.Error;
        if (decision.Events is [ChatMessage message])
            (_keys ??= []).Add((message.By, message.Key), _events.Count);
        _steps.Add(new Step(waiting, _events.Count, decision.Events.Count, Repeated: false));
        _events.AddRange(decision.Events);
        return null;
    }

    private RequestError? Accept(Waiting waiting, RecordCall call, DateTimeOffset at, bool stands) =>
        Accept(waiting, stands || !(_calls ??= []).Add(call.Call)
            ? Decision.Nothing
            : Decision.Of(new ChatCall(call.Call, call.Outcome, call.DurationMs, call.Media) { Room = call.Room, At = at, By = call.By }));

    private bool IsRepeated(IRoomCommand command, out int first)
    {
        first = 0;
        return Asked(command) is (var by, SendRequest { Key: { } key }) && _keys is not null && _keys.TryGetValue((by, key), out first);
    }

    private static (UserId By, IRoomRequest? Body) Asked(IRoomCommand command) => command switch
    {
        RoomRequest request => (request.Caller.User, request.Body),
        OperatorRequest request => (request.By, request.Body),
        _ => default,
    };

    private static MessageId? Touched(RoomEvent e) => e switch
    {
        ChatDeleted deleted => deleted.Id,
        ChatReacted reacted => reacted.Id,
        ChatPinned pinned => pinned.Id,
        _ => null,
    };

    private static int WeightOf(IRoomCommand command) => command switch
    {
        CreateRoom { Body.Members: { } users } => 1 + users.Count,
        _ => Asked(command).Body switch
        {
            InviteRequest { Users: { } users } => 1 + users.Count,
            RemoveRequest { Users: { } users } => 1 + users.Count,
            SendRequest { Text: { } text } => 1 + (text.Length / CharsOfWeight),
            EditRequest { Text: { } text } => 1 + (text.Length / CharsOfWeight),
            _ => 1,
        },
    };

    /// <summary>A command that was accepted, and which of the events are its own.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="From">The first of its events.</param>
    /// <param name="Count">How many; none where it stood already as asked.</param>
    /// <param name="Repeated">A <c>chat.send</c> of the same key as another one in the batch, whose event it shares.</param>
    internal readonly record struct Step(Waiting Command, int From, int Count, bool Repeated);
}
