using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Status;

// The first phase: what was kept of the user comes from the store, and what is told meanwhile waits.
internal sealed partial class UserActor
{
    /// <summary>Messages that wait until the user is loaded, at most; more are dropped and counted (queue <c>user</c>): at most once, as between actors anyway.</summary>
    public const int MostWaiting = 1_024;

    private static readonly TimeSpan LoadRetry = TimeSpan.FromSeconds(1);
    private List<(object Message, IActorRef Sender)>? _waiting = [];

    /// <summary>Until the user is loaded.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Loaded loaded:
                Start(loaded);
                break;
            case LoadFailed failed:
                var level = StorageLog.LevelOf(failed.Cause);
                UserLog.LoadFailed(_services.Log, level, failed.Cause, _user);
                RefuseWaiting();
                Schedule(Now + LoadRetry);
                break;
            case Wake:
                _wakeAt = null;
                Load();
                break;
            default:
                Wait(message);
                break;
        }
    }

    private void Load() => LoadAsync(_services.Store, _services.CallStore, _user).PipeTo(Self, failure: cause => new LoadFailed(cause));

    private static async Task<Loaded> LoadAsync(IUserStore store, ICallStore calls, UserId user) => new(
        await store.LoadUserAsync(user, CancellationToken.None).ConfigureAwait(false),
        await calls.CallsAsync(user, null, UserCalls.Most, CancellationToken.None).ConfigureAwait(false));

    private void Start(Loaded loaded)
    {
        var stored = loaded.User;
        _name = stored?.Name;
        _saves.Restore(stored);
        if (stored is not null)
            _status.Restore(StatusChoice.FromStored(stored.Status), stored.LastSeen, Now);
        foreach (var call in loaded.Calls)
            Resume(call, Now);
        Report();
        _toldVersion = _report.Version;
        Become(Running);
        var waiting = _waiting!;
        _waiting = null;
        foreach (var (message, sender) in waiting)
            Handle(message, sender, Now);
        Settle(Now);
    }

    // A call goes on over a restart of its node only if the first session.ready says so: what was kept counts as told, and its owner, once awake, corrects it.
    // Of one that ended just then, the owner still has to tell the room.
    private void Resume(StoredCall stored, DateTimeOffset now)
    {
        if (stored.Live)
            _services.Calls().Tell(new WakeCall(stored.Room), Self);
        if (StoredCalls.LiveFor(stored, _user, now) is not { } call)
            return;
        if (call.Ringing.Contains(_user))
            _status.Calls.TryRing(call, call.ExpiresAt ?? now, now, out _);
        else
            _status.Calls.Hold(call, now);
    }

    private void Wait(object message)
    {
        if (_waiting!.Count < MostWaiting)
            _waiting.Add((message, Sender));
        else
            _services.Metrics.Drops.Add(1, new("queue", "user"), new("reason", "full"));
    }

    // The store can't be reached: who set a status is told so; the others go on waiting.
    private void RefuseWaiting()
    {
        foreach (var (message, sender) in _waiting!)
        {
            if (message is SetStatus set)
                _saves.Refuse(new UserSaves.Choosing(set, sender), Self);
        }

        _waiting.RemoveAll(w => w.Message is SetStatus);
    }

    private sealed record Loaded(StoredUser? User, IReadOnlyList<StoredCall> Calls) : INoSerializationVerificationNeeded;

    private sealed record LoadFailed(Exception Cause) : INoSerializationVerificationNeeded;
}
