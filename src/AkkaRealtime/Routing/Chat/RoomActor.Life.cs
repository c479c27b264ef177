using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat;

// How an owner begins and ends: it loads its room, and goes when nobody needs it.
internal sealed partial class RoomActor
{
    private static readonly TimeSpan LoadAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    private void Load()
    {
        _loading = true;
        _wrote.Clear();
        Become(Loading);
        _needs.Store.LoadRoomAsync(_id, CancellationToken.None)
            .PipeTo(Self, success: room => new Loaded(room), failure: e => new LoadFailed(e));
    }

    private void OnLoaded(Loaded loaded)
    {
        _loading = false;
        _room = loaded.Room is null ? null : Room.From(loaded.Room);
        _head = loaded.Room?.Head ?? 0;
        Become(Serving);
        if (!_renewed && _room is not null)
        {
            // Whoever needed the owner before this one: they answer with their Interest and get what they missed.
            _renewed = true;
            _needs.Router.Tell(new RenewInterest(Topic.Of(_id)));
        }

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
        ChatLog.RoomNotLoaded(_needs.Log, _id, failed.Cause);
        while (_pending.TryDequeue(out var waiting))
            Refuse(waiting, ChatErrors.Unavailable);
        if (_interest.Any)
            _loadTick = After(LoadAgain, LoadTick.Instance);
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
        if (_active || _loading || _batch is not null || _marks.Any)
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

    private sealed record Loaded(RoomSnapshot? Room);

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
