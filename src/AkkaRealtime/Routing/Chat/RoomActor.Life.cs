using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat;

// How an owner begins and ends: it loads its room, and goes when nobody needs it.
internal sealed partial class RoomActor
{
    private static readonly TimeSpan LoadAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    // A batch makes at most some 3,000 events.
    private const int MostUnheard = 4_000;

    private void Load()
    {
        _loading = true;
        Become(Loading);
        LoadAsync(_needs.Store, _id, _renewed || _batchFailed ? _head : null).PipeTo(Self, failure: e => new LoadFailed(e));
    }

    // From known on: what was stored without this owner hearing of it, its connection to the store being lost in the middle of a commit.
    private static async Task<Loaded> LoadAsync(IChatStore store, RoomId id, long? known)
    {
        var room = await store.LoadRoomAsync(id, CancellationToken.None).ConfigureAwait(false);
        if (room is null || known is not { } head || head >= room.Head)
            return new Loaded(room, []);
        var events = await store.EventsAsync(id, head, room.Head, MostUnheard, CancellationToken.None).ConfigureAwait(false);
        return new Loaded(room, [.. events.Select(e => RoomEventJson.TryDecode(e.Envelope.Utf8)).OfType<ChatJoined>().Select(j => j.User)]);
    }

    private void OnLoaded(Loaded loaded)
    {
        var unheard = _renewed && loaded.Room is { } room && room.Head != _head;
        _loading = false;
        _wrote.Clear();
        _room = loaded.Room is null ? null : Room.From(loaded.Room);
        _head = loaded.Room?.Head ?? 0;
        _emptied++;
        Become(Serving);
        if (_room is not null && (!_renewed || unheard))
        {
            // Whoever needed the owner before this one, or did not get what was stored unheard of: they answer with their Interest and get what they missed.
            _renewed = true;
            _needs.Router.Tell(new RenewInterest(Topic.Of(_id)));
        }

        Enter(loaded.Joined);
        foreach (var (relay, lastSeq) in _asking)
            AnswerInterest(relay, lastSeq);
        _asking.Clear();

        for (var waiting = _pending.Count; waiting > 0; waiting--)
            Take(_pending.Dequeue());
        NextBatch();
    }

    private void OnLoadFailed(LoadFailed failed)
    {
        _loading = false;
        var level = StorageLog.LevelOf(failed.Cause);
        ChatLog.RoomNotLoaded(_needs.Log, level, _id, failed.Cause);
        while (_pending.TryDequeue(out var waiting))
            Refuse(waiting, ChatErrors.Unavailable);
        if (_interest.Any)
            _loadTick = After(LoadAgain, LoadTick.Instance);
    }

    // Their connections follow the room from where they came in. Without the views of a batch: nobody asked.
    private void Enter(IReadOnlyCollection<UserId> joined)
    {
        if (_room is not { } room || joined.Where(room.Members.ContainsKey).ToHashSet() is not { Count: > 0 } entered)
            return;
        new RoomViews(_needs.Store, room, _head, entered, []).MakeAsync()
            .PipeTo(Self, success: views => new Entered(views), failure: e => new Entered(new RoomViews.Views([], [], e)));
    }

    private void OnEntered(RoomViews.Views views)
    {
        if (views.Fault is { } fault)
            ChatLog.ViewsFailed(_needs.Log, _id, fault);
        foreach (var entry in views.Entries)
            _needs.Users().Tell(entry);
    }

    private void WatchIdle()
    {
        if (_idleTick is null && !_interest.Any)
            _idleTick = After(IdleTime, IdleTick.Instance);
    }

    // A minute without a command and nobody to tell: the store has everything, and the memory is somebody else's.
    private void OnIdleTick()
    {
        _idleTick = null;
        if (_interest.Any)
            return;
        if (_active || _loading || _batch is not null || _marks.Any || _unread.Any)
        {
            _active = false;
            WatchIdle();
            return;
        }

        Passivate();
    }

    private static void Passivate() => Context.Parent.Tell(new Passivate(PoisonPill.Instance));

    // One-shot: an idle room that somebody follows has no timer.
    private ICancelable After(TimeSpan delay, object tick) =>
        Context.System.Scheduler.ScheduleTellOnceCancelable(delay, Self, tick, ActorRefs.NoSender);

    private sealed record Loaded(RoomSnapshot? Room, IReadOnlyList<UserId> Joined);

    private sealed record Entered(RoomViews.Views Views);

    private sealed record LoadFailed(Exception Cause);

    private sealed class LoadTick
    {
        public static readonly LoadTick Instance = new();
    }

    private sealed class IdleTick
    {
        public static readonly IdleTick Instance = new();
    }
}
