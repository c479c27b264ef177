using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat;

/// <summary>
/// The owner of one room, a sharded entity: the only one who gives its events an order. It loads the room before it answers, has one entry of
/// the journal under way, and gathers what comes meanwhile into the next one; nobody is answered, and nothing is published, before the journal
/// says that it is durable. Rules are <see cref="RoomRules"/>'; this only moves messages.
/// </summary>
/// <remarks>
/// Waiting commands are bounded (<see cref="MostPending"/>) in the order of arrival; beyond, they are refused with <c>unavailable</c> and a time
/// to try again. Where the journal refuses, its senders are told the same, and the room is loaded anew.
/// </remarks>
internal sealed partial class RoomActor : UntypedActor
{
    /// <summary>Commands that wait while a batch is stored.</summary>
    public const int MostPending = 2_048;

    private readonly RoomId _id;
    private readonly RoomDependencies _needs;
    private readonly TopicInterest _interest;
    private readonly RoomMarks _marks = new();
    private readonly RoomTyping _typing = new();
    private readonly RoomUnread _unread = new();
    private readonly RecordedCalls _calls;
    private readonly Queue<Waiting> _pending = new();
    private readonly List<(IActorRef Relay, long LastSeq)> _asking = [];

    // How far who wrote has read, as the store keeps it with each message; the members' own marks would cost a copy a message.
    private readonly Dictionary<UserId, long> _wrote = [];

    // Whose marks moved while they were invisible: told by what they do when they are visible again.
    private readonly HashSet<UserId> _heldBack = [];
    private Room? _room;
    private long _head;

    // Counts what may have taken words out of stored events: what was read before is not told after.
    private long _emptied;
    private RoomBatch? _batch;
    private bool _loading;
    private bool _renewed;
    private bool _batchFailed;
    private ICancelable? _typingTick;
    private ICancelable? _unreadTick;
    private ICancelable? _idleTick;
    private ICancelable? _loadTick;
    private bool _active;

    private RoomActor(RoomId id, RoomDependencies needs)
    {
        _id = id;
        _needs = needs;
        _interest = new TopicInterest(needs.Node);
        _calls = new RecordedCalls(needs.Time.GetUtcNow());
    }

    /// <summary>Makes the owner of the room <paramref name="id"/>.</summary>
    public static Props Props(RoomId id, RoomDependencies needs) =>
        Producer.Of(() => new RoomActor(id, needs)).WithMailbox(LeanMailbox.Id);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Load();
        WatchIdle();
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        ChatLog.RoomRestarted(_needs.Log, _id, reason);
        _needs.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "room"));
        base.PreRestart(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _typingTick?.Cancel();
        _unreadTick?.Cancel();
        _idleTick?.Cancel();
        _loadTick?.Cancel();

        // Nothing of it was begun. What is at the journal is stored or not; who asks again with the same key is told which.
        while (_pending.TryDequeue(out var waiting))
            Refuse(waiting, ChatErrors.Unavailable);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Loading(message);

    // Nothing is known yet: commands wait.
    private void Loading(object message)
    {
        switch (message)
        {
            case IRoomCommand command:
                Enqueue(new Waiting(Sender, command));
                if (!_loading)
                    Load();
                break;
            case Interest interest:
                _interest.Add(Sender.Path.Address);
                _asking.Add((Sender, interest.LastSeq));
                if (!_loading)
                    Load();
                break;
            case Loaded loaded:
                OnLoaded(loaded);
                break;
            case LoadFailed failed:
                OnLoadFailed(failed);
                break;
            case LoadTick when !_loading:
                Load();
                break;
            default:
                Always(message);
                break;
        }
    }

    // Nothing is under way but, perhaps, a batch.
    private void Serving(object message)
    {
        switch (message)
        {
            case IRoomCommand command:
                Take(new Waiting(Sender, command));
                NextBatch();
                break;
            case Prepared prepared when prepared.Batch == _batch:
                Append(prepared);
                break;
            case PrepareFailed failed when failed.Batch == _batch:
                Fail(failed.Batch.Commands, failed.Cause);
                break;
            case EventsAppended appended when _batch is { } batch && batch.Matches(appended):
                OnAppended(batch, appended);
                break;
            case EventsRefused refused when _batch is not null:
                OnRefused(_batch, refused);
                break;
            case EventsExpired or EventsRedacted or SaveFailed { Entry: ExpireEvents or RedactEvents } when _batch?.Rewrite is not null:
                OnRewritten(_batch, (JournalResult)message);
                break;
            case Presented presented when presented.Batch == _batch:
                OnPresented(presented.Views);
                break;
            case Interest interest:
                OnInterest(interest);
                break;
            default:
                Always(message);
                break;
        }
    }

    // What doesn't depend on the phase.
    private void Always(object message)
    {
        switch (message)
        {
            case Saved { Entry: SaveMark mark }:
                OnSaved(mark);
                break;
            case SaveFailed { Entry: SaveMark mark }:
                OnSaveFailed(mark);
                break;
            case UnreadTick:
                OnUnreadTick();
                break;
            case UnreadCounted counted:
                TellUnread(counted.Counts);
                break;
            case Entered entered:
                OnEntered(entered.Views);
                break;
            case MissedRead missed:
                OnMissedRead(missed);
                break;
            case NoInterest:
                _interest.Remove(Sender.Path.Address);
                WatchIdle();
                break;
            case RelayGone gone:
                _interest.Remove(gone.Relay);
                WatchIdle();
                break;
            case TypingTick:
                OnTypingTick();
                break;
            case IdleTick:
                OnIdleTick();
                break;
            case Loaded or LoadFailed or LoadTick or Prepared or PrepareFailed or Presented or JournalResult or ReadFailed:
                // Of a batch or a load that this actor gave up, or that a restart ended: whoever waited was told, and the store is loaded anew.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // What needs no place in the log is done at once, all else waits for its batch.
    private void Take(Waiting waiting)
    {
        switch (waiting.Command)
        {
            case RoomRequest { Body: TypingRequest typing }:
                OnTyping(waiting, typing);
                break;
            case RoomRequest { Body: ReadRequest read }:
                OnRead(waiting, read);
                break;
            case MarkDelivered delivered:
                OnDelivered(delivered);
                break;
            case TellRoom tell:
                PublishVolatile(tell.Envelope);
                break;
            case GetRoomMembers get:
                waiting.Sender.Tell(new RoomMembers(_id, get.Token, _room?.Kind, _room?.Members.Keys.ToList() ?? []));
                break;
            default:
                Enqueue(waiting);
                break;
        }
    }

    private void Enqueue(Waiting waiting)
    {
        _active = true;
        if (_pending.Count < MostPending)
        {
            _pending.Enqueue(waiting);
            return;
        }

        _needs.Metrics.Drops.Add(1, new("queue", "room"), new("reason", "full"));
        Refuse(waiting, ChatErrors.Unavailable);
    }

    // Only who can be answered by an error is; owners of calls tell their news again, and ask again.
    private static void Refuse(Waiting waiting, RequestError error)
    {
        switch (waiting.Command)
        {
            case OpenPair { Token: { } token }:
                waiting.Sender.Tell(new DirectRoom(token, null, error));
                break;
            case RoomRequest { Ref: var @ref }:
                waiting.Sender.Tell(EnvelopeWriter.Error(error, @ref));
                break;
            case CreateRoom { Ref: var @ref }:
                waiting.Sender.Tell(EnvelopeWriter.Error(error, @ref));
                break;
            case OpenPair { Ref: var @ref }:
                waiting.Sender.Tell(EnvelopeWriter.Error(error, @ref));
                break;
            case OperatorRequest or RecordErasure:
                waiting.Sender.Tell(new OperatorAnswer(waiting.Command.Room, error));
                break;
            case IRewriteCommand:
                waiting.Sender.Tell(new RoomRewritten(waiting.Command.Room, Done: false));
                break;
            default:
                break;
        }
    }
}
