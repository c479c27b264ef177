using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat;

// A batch's way: what waits → look up what the rules need → decide → journal → publish and answer → views for who came in → the next one.
internal sealed partial class RoomActor
{
    private static readonly IReadOnlyDictionary<MessageId, MessageFacts> NothingFound = new Dictionary<MessageId, MessageFacts>();

    private void NextBatch()
    {
        if (_batch is not null || _pending.Count == 0)
            return;
        var batch = _batch = RoomBatch.Take(_pending);
        if (batch.Rewrite is { } rewrite)
        {
            Rewrite(batch, rewrite);
            return;
        }

        var messages = batch.Messages();
        var calls = batch.Calls(_calls.MustLookUp);
        var withFiles = batch.WithFiles();
        if (_room is null || (messages.Count == 0 && calls.Count == 0 && withFiles is null))
        {
            Append(new Prepared(batch, NothingFound, [], FileFacts.None));
            return;
        }

        // Nothing is being appended now, so what the store says is what the rules decide on.
        PrepareAsync(_needs, _id, _head, batch, messages, calls, withFiles)
            .PipeTo(Self, failure: e => new PrepareFailed(batch, e));
    }

    private static async Task<Prepared> PrepareAsync(
        RoomDependencies needs, RoomId room, long head, RoomBatch batch, IReadOnlySet<MessageId> messages, List<CallId> calls, List<RoomRequest>? withFiles)
    {
        var store = needs.Store;
        var recorded = calls.Count == 0 ? [] : await RecordedCalls.FindAsync(store, room, head, calls).ConfigureAwait(false);
        var found = new Dictionary<MessageId, MessageFacts>();
        foreach (var id in messages)
        {
            if (await store.FindMessageAsync(room, id, CancellationToken.None).ConfigureAwait(false) is { } message)
                found[id] = new MessageFacts(message);
        }

        var files = withFiles is null
            ? FileFacts.None
            : await FileFacts.LoadAsync(needs.Files, room, withFiles, needs.Time.GetUtcNow()).ConfigureAwait(false);
        return new Prepared(batch, found, recorded, files);
    }

    private void Append(Prepared prepared)
    {
        var batch = prepared.Batch;
        foreach (var call in prepared.Recorded)
            _calls.Add(call);
        batch.Found = prepared.Messages;
        foreach (var (command, error) in batch.Decide(_room, _head, _needs.Time.GetUtcNow(), prepared.Messages, _calls.Known, prepared.Files))
            Refuse(command, error);
        if (batch.Events.Count == 0)
        {
            OnAppended(batch, new EventsAppended(_id, _head, []));
            return;
        }

        if (!_needs.Journal.TryWrite(new AppendEvents(Self, _id, _head, [.. batch.Events.Select(Emptying)], batch.Create)))
        {
            _needs.Metrics.Drops.Add(1, new("queue", "journal"), new("reason", "full"));
            Fail(batch.Accepted, null);
        }
    }

    private LogEvent Emptying(RoomEvent e) => _needs.EmptyDeleted && e is ChatDeleted deleted ? deleted with { Empties = true } : e;

    private void OnAppended(RoomBatch batch, EventsAppended stored)
    {
        _head = stored.Head;
        if (batch.Create is { } created)
        {
            _renewed = true;
            _room = Room.New(_id, created).Apply(stored.Events.Select(e => e.Event)).WithAllRead(_head);
        }
        else
        {
            _room = _room?.Apply(stored.Events.Where(e => !e.Duplicate).Select(e => e.Event));
        }

        NoteUnread(batch, stored.Events);
        Publish(stored.Events);
        Answer(batch, stored);
        var views = ViewsOf(batch, stored);
        if (views is null)
        {
            Finish();
            return;
        }

        views.MakeAsync().PipeTo(Self, success: made => new Presented(batch, made), failure: e => new Presented(batch, views.Failed(e)));
    }

    private void Publish(IReadOnlyList<AppendedEvent> events)
    {
        foreach (var stored in events)
        {
            // Their message says that the typing is over.
            if (stored is { Duplicate: false, Event: ChatMessage message })
            {
                _typing.Stop(message.By);
            }
            else if (stored.Event is ChatLeft left)
            {
                _typing.Stop(left.User);
                _wrote.Remove(left.User);
                _heldBack.Remove(left.User);
            }
            else if (stored.Event is ChatDeleted { Empties: true })
            {
                _emptied++;
            }
        }

        if (!_interest.Any)
            return;
        var topic = Topic.Of(_id);
        var publications = new List<Publication>(events.Count);
        foreach (var stored in events)
        {
            if (!stored.Duplicate)
                publications.Add(new Publication(topic, stored.Event.Seq, stored.Envelope, (stored.Event as ChatLeft)?.User));
        }

        if (publications.Count > 0)
            _needs.Router.Tell(new Broadcast(_interest.Relays, publications));
    }

    private void Answer(RoomBatch batch, EventsAppended stored)
    {
        foreach (var step in batch.Steps)
        {
            switch (step.Command.Command)
            {
                case RoomRequest { Body: SendRequest, Ref: var @ref }:
                    var sent = stored.Events[step.From];
                    step.Command.Sender.Tell(ChatEnvelopes.Sent((ChatMessage)sent.Event, sent.Duplicate || step.Repeated, @ref));
                    break;
                case RoomRequest { Body: IMessageRequest, Ref: var @ref }:
                    var seq = step.Count > 0 ? stored.Events[step.From].Event.Seq : _head;
                    step.Command.Sender.Tell(ChatEnvelopes.Ok(_id, seq, @ref));
                    break;
                case RoomRequest { Body: LeaveRequest, Ref: var @ref }:
                    step.Command.Sender.Tell(ChatEnvelopes.Left(_id, @ref));
                    break;
                case RecordCall call:
                    _calls.Add(call.Call);
                    step.Command.Sender.Tell(new CallRecorded(call.Call));
                    break;
                case OpenPair { Token: { } token }:
                    step.Command.Sender.Tell(new DirectRoom(token, _id, null));
                    break;
                case OperatorRequest or RecordErasure:
                    AnswerOperator(step, stored);
                    break;
                default:
                    break;
            }
        }
    }

    // Null where the batch brought nobody in and nobody asked for the room.
    private RoomViews? ViewsOf(RoomBatch batch, EventsAppended stored)
    {
        if (_room is null)
            return null;
        var entered = new HashSet<UserId>();
        foreach (var e in stored.Events)
        {
            if (e.Event is ChatJoined joined && _room.Members.ContainsKey(joined.User))
                entered.Add(joined.User);
        }

        var requests = new List<ViewRequest>();
        foreach (var step in batch.Steps)
        {
            ViewRequest? request = step.Command.Command switch
            {
                CreateRoom r => new ViewRequest(step.Command.Sender, r.Caller, r.Ref),
                OpenPair { Token: null } r => new ViewRequest(step.Command.Sender, r.Caller, r.Ref),
                RoomRequest { Body: JoinRequest or InviteRequest or RemoveRequest or UpdateRequest } r =>
                    new ViewRequest(step.Command.Sender, r.Caller, r.Ref),
                _ => null,
            };
            if (request is { } one)
                requests.Add(one);
        }

        return entered.Count == 0 && requests.Count == 0
            ? null
            : new RoomViews(_needs.Store, _room, _head, entered, requests);
    }

    private void OnPresented(RoomViews.Views views)
    {
        if (views.Fault is { } fault)
            ChatLog.ViewsFailed(_needs.Log, _id, fault);
        var users = views.Entries.Count > 0 ? _needs.Users() : ActorRefs.Nobody;
        foreach (var entry in views.Entries)
            users.Tell(entry);
        foreach (var (connection, reply) in views.Replies)
            connection.Tell(reply);
        Finish();
    }

    private void OnRefused(RoomBatch batch, EventsRefused refused)
    {
        if (refused is { Reason: AppendRefusal.PairExists, Existing: { } existing } && existing != _id)
        {
            foreach (var waiting in batch.Accepted)
            {
                if (waiting.Command is OpenPair pair)
                    _needs.Rooms().Tell(pair with { Room = existing }, waiting.Sender);
                else
                    Refuse(waiting, ChatErrors.NoSuchRoom);
            }

            Finish();
            return;
        }

        var level = refused.Reason == AppendRefusal.Unavailable ? LogLevel.Debug : LogLevel.Warning;
        ChatLog.EventsRefused(_needs.Log, level, _id, batch.Events.Count, refused.Reason);
        Fail(batch.Accepted, null);
    }

    // Nothing of the batch was stored, or nobody knows: what is known here may be wrong, and whoever waits may send again.
    private void Fail(IEnumerable<Waiting> waiting, Exception? cause)
    {
        if (cause is not null)
        {
            var level = StorageLog.LevelOf(cause);
            ChatLog.BatchNotPrepared(_needs.Log, level, _id, cause);
        }

        _batch = null;
        _batchFailed = true;
        foreach (var one in waiting)
            Refuse(one, ChatErrors.Unavailable);
        Load();
    }

    private void Finish()
    {
        _batch = null;
        if (_room is null && _pending.Count == 0 && !_interest.Any)
            Passivate();
        else
            NextBatch();
    }

    private sealed record Prepared(
        RoomBatch Batch, IReadOnlyDictionary<MessageId, MessageFacts> Messages, IReadOnlyList<CallId> Recorded, FileFacts Files);

    private sealed record PrepareFailed(RoomBatch Batch, Exception Cause);

    private sealed record Presented(RoomBatch Batch, RoomViews.Views Views);
}
