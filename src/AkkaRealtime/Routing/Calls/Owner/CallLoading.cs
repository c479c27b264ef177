using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The first phase of an owner: whether a call goes on in its room is for the store to say. What is asked meanwhile waits.</summary>
internal sealed class CallLoading(RoomId room, CallServices services, IActorRef owner)
{
    // In order; full: refused with `unavailable`.
    private const int MaxWaiting = 256;

    /// <summary>How long to wait before asking a store again that could not be reached.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly Queue<(ICallCommand Command, IActorRef Sender)> _waiting = new();

    /// <summary>Asks the store; the owner is told <see cref="Loaded"/> or <see cref="NotLoaded"/>.</summary>
    public void Begin() => LoadAsync(services.Store, room).PipeTo(owner, failure: cause => new NotLoaded(cause));

    /// <summary>Puts a command off. False where too many wait.</summary>
    public bool TryWait(ICallCommand command, IActorRef sender)
    {
        if (_waiting.Count >= MaxWaiting)
            return false;
        _waiting.Enqueue((command, sender));
        return true;
    }

    /// <summary>The next that waited, in order.</summary>
    public bool TryTake(out ICallCommand command, out IActorRef sender)
    {
        var taken = _waiting.TryDequeue(out var waiting);
        (command, sender) = waiting;
        return taken;
    }

    // The tag first: a call that is saved in between is newer than its tag, and the first save of this owner is refused.
    private static async Task<Loaded> LoadAsync(ICallStore store, RoomId room)
    {
        var tag = await store.LoadTagAsync(room, CancellationToken.None).ConfigureAwait(false);
        return new Loaded(await store.LoadLiveCallAsync(room, CancellationToken.None).ConfigureAwait(false), tag);
    }

    /// <summary>The call that was kept as live, if there is one, and the tag of what was saved last.</summary>
    internal sealed record Loaded(StoredCall? Call, long Tag);

    /// <summary>The store could not be asked.</summary>
    internal sealed record NotLoaded(Exception Cause);
}
