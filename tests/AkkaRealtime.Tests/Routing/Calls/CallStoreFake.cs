using System.Collections.Concurrent;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Routing.Calls;

/// <summary>A store and its journal as far as calls need them. Commits at once, unless told otherwise.</summary>
internal sealed class CallStoreFake : IRealtimeStore, IJournal
{
    private StoredCall? _kept;

    /// <summary>Everything that was written.</summary>
    public ConcurrentQueue<SaveCall> Saves { get; } = new();

    /// <summary>Thrown by the next write: a bug in the owner's path.</summary>
    public Exception? ThrowOnce { get; set; }

    /// <summary>The channel takes nothing.</summary>
    public bool Full { get; set; }

    /// <summary>Entries are taken, but fail.</summary>
    public bool Failing { get; set; }

    /// <summary>Entries are committed, but their owner does not hear of it.</summary>
    public bool Silent { get; set; }

    /// <summary>Loads wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What <c>CallsAsync</c> finds.</summary>
    public IReadOnlyList<StoredCall> History { get; set; } = [];

    /// <summary>How many missed calls users have not seen.</summary>
    public Dictionary<UserId, int> Unseen { get; } = [];

    /// <summary>What was marked as seen.</summary>
    public ConcurrentQueue<SaveCallsSeen> Seen { get; } = new();

    /// <summary>What it was asked last.</summary>
    public (UserId User, CallId? Before, int Limit) Asked { get; private set; }

    /// <summary>The call that is kept.</summary>
    public StoredCall? Kept
    {
        get => Volatile.Read(ref _kept);
        set => Volatile.Write(ref _kept, value);
    }

    public string Epoch => "fake";

    public bool TryWrite(JournalEntry entry)
    {
        if (ThrowOnce is { } bug)
        {
            ThrowOnce = null;
            throw bug;
        }

        if (Full)
            return false;
        if (Failing)
        {
            entry.Owner.Tell(new SaveFailed(entry), Akka.Actor.ActorRefs.NoSender);
            return true;
        }

        if (entry is SaveCallsSeen seen)
        {
            Seen.Enqueue(seen);
        }
        else if (entry is SaveCall save)
        {
            Saves.Enqueue(save);
            Kept = new StoredCall(save.Call, save.Room, save.Live, save.StartedAt, save.State);
        }

        if (!Silent)
            entry.Owner.Tell(new Saved(entry), Akka.Actor.ActorRefs.NoSender);
        return true;
    }

    public async Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel)
    {
        await Gate;
        return Kept is { Live: true } kept && kept.Room == room ? kept : null;
    }

    public async Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel)
    {
        Asked = (user, before, limit);
        await Gate;
        return [.. History.Take(limit)];
    }

    public Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel) => Task.FromResult<StoredUser?>(null);

    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) => throw NotHere();

    public Task<RoomId?> FindDirectAsync(UserId one, UserId other, CancellationToken cancel) => throw NotHere();

    public Task<MessagePage> HistoryAsync(RoomId room, long? before, long? after, int limit, MessageId? thread, CancellationToken cancel) => throw NotHere();

    public Task<MessagePage> PinsAsync(RoomId room, long? before, int limit, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyDictionary<MessageId, long>> RepliesAsync(RoomId room, IReadOnlyCollection<MessageId> roots, CancellationToken cancel) =>
        throw NotHere();

    public Task<MessageView?> FindMessageAsync(RoomId room, MessageId id, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomNews>> SyncAsync(UserId user, IReadOnlyDictionary<RoomId, long> positions, int most, CancellationToken cancel) => throw NotHere();

    public Task<UnreadCount> UnreadAsync(RoomId room, UserId user, CancellationToken cancel) => throw NotHere();

    public Task<SearchPage> SearchAsync(UserId user, string text, RoomId? room, long? before, int limit, CancellationToken cancel) => throw NotHere();

    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel) => throw NotHere();

    public async Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel)
    {
        await Gate;
        return Kept is { Live: true } kept ? [kept] : [];
    }

    public async Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel)
    {
        await Gate;
        return Unseen.Where(u => users.Contains(u.Key)).ToDictionary(u => u.Key, u => u.Value);
    }

    public Task<bool> IsWritableAsync(CancellationToken cancel) => throw NotHere();

    private static NotSupportedException NotHere() => new("Calls have no use for this.");
}
