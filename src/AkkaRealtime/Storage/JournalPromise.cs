using Akka.Actor;

namespace AkkaRealtime.Storage;

/// <summary>Writes an entry from code that is no actor, and waits for its result. For what has no owner: owners are told by message.</summary>
/// <param name="journal">The node's journal.</param>
internal sealed class JournalPromise(IJournal journal)
{
    /// <summary>Stores what <paramref name="entry"/> makes for an owner that is told the result.</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task SaveAsync(Func<IActorRef, JournalEntry> entry, CancellationToken cancel)
    {
        if (!await TrySaveAsync(entry, cancel).ConfigureAwait(false))
            throw new StoreUnavailableException("The store did not accept it.");
    }

    /// <summary>The same; false where somebody else has written meanwhile (<see cref="SaveSuperseded"/>).</summary>
    /// <exception cref="StoreUnavailableException">It was not stored.</exception>
    public async Task<bool> TrySaveAsync(Func<IActorRef, JournalEntry> entry, CancellationToken cancel)
    {
        var owner = new Promise();
        var result = journal.TryWrite(entry(owner)) ? await owner.Result.WaitAsync(cancel).ConfigureAwait(false) : null;
        return result is Saved || (result is SaveSuperseded ? false : throw new StoreUnavailableException("The store did not accept it."));
    }

    private sealed class Promise : MinimalActorRef
    {
        private readonly TaskCompletionSource<object> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<object> Result => _result.Task;

        public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / "promise";

        // Never asked for: a journal tells its own node's owners only.
        public override IActorRefProvider Provider => throw new NotSupportedException("A promise belongs to no provider.");

        protected override void TellInternal(object message, IActorRef sender) => _result.TrySetResult(message);
    }
}
