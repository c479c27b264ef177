using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls;

/// <summary>The first phase: whether a call goes on here is for the store to say. What is asked meanwhile waits.</summary>
internal sealed partial class CallActor
{
    // Requests that wait for the store, in order; full: refused with `unavailable`.
    private const int MostWaiting = 256;

    private static readonly TimeSpan LoadAgain = TimeSpan.FromSeconds(1);

    private readonly Queue<(ICallCommand Command, IActorRef Sender)> _waiting = new();

    /// <summary>Until the store has said whether a call goes on here.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Loaded loaded:
                Become(Ready);
                if (loaded.Call is not null)
                    Restore(loaded.Call);
                while (_waiting.TryDequeue(out var waiting))
                    Take(waiting.Command, waiting.Sender);
                Rearm();
                break;
            case LoadFailed failed:
                var level = StorageLog.LevelOf(failed.Cause);
                CallLog.LoadFailed(_services.Log, level, failed.Cause, _room);
                while (_waiting.TryDequeue(out var waiting))
                    RefuseCommand(waiting.Command, waiting.Sender, Unavailable);
                Timers.StartSingleTimer(nameof(Wake), Wake.Now, LoadAgain);
                break;
            case Wake:
                Load();
                break;
            case ICallCommand command when _waiting.Count < MostWaiting:
                _waiting.Enqueue((command, Sender));
                break;
            case ICallCommand command:
                RefuseCommand(command, Sender, Unavailable);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Load()
    {
        var (store, room) = (_services.Store, _room);
        LoadAsync(store, room).PipeTo(Self, success: call => new Loaded(call), failure: cause => new LoadFailed(cause));

        static async Task<StoredCall?> LoadAsync(ICallStore store, RoomId room) =>
            await store.LoadLiveCallAsync(room, CancellationToken.None).ConfigureAwait(false);
    }

    // An owner that starts anew knows nobody's connection. Those that are still there (only this actor failed, or moved) answer at once and
    // nobody notices; the others have their time to come back.
    private void Restore(StoredCall stored)
    {
        if (StoredCalls.Decode(stored.State) is not { } saved)
        {
            CallLog.Unreadable(_services.Log, stored.Call);
            return;
        }

        _call = saved.Call;
        _missedBefore = saved.Call.MissedBy();
        if (saved.Call.State == CallState.Ended)
        {
            if (!saved.Call.Recorded)
                _ledger.Record(saved.Call, Now);
            OpenSfuAgain();
            return;
        }

        Apply(saved.Call.Restored(_rules, saved.AliveAt, Now));
        _leaseAt = Now;
        OpenSfuAgain();
        foreach (var seat in _call.Participants)
            _connections.Find(seat.Session, seat.Connection);
    }

    private sealed record Loaded(StoredCall? Call);

    private sealed record LoadFailed(Exception Cause);
}
