using System.Collections.Concurrent;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Routing.Users;

/// <summary>
/// A store and its journal as far as status needs them. Commits at once, unless <see cref="Hold"/> or <see cref="Full"/>.
/// </summary>
internal sealed class UserStoreFake : IRealtimeStore, IJournal
{
    private readonly ConcurrentDictionary<UserId, StoredUser> _users = new();

    public ConcurrentQueue<SaveUser> Entries { get; } = new();

    /// <summary>Entries are taken but not committed: the spec tells the owner.</summary>
    public bool Hold { get; set; }

    /// <summary>The channel takes nothing.</summary>
    public bool Full { get; set; }

    /// <summary>Loads wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Users who share no room with anybody.</summary>
    public HashSet<UserId> Strangers { get; } = [];

    public string Epoch => "fake";

    public StoredUser? Find(UserId user) => _users.GetValueOrDefault(user);

    public bool TryWrite(JournalEntry entry)
    {
        if (Full)
            return false;
        var save = (SaveUser)entry;
        Entries.Enqueue(save);
        if (!Hold)
            Commit(save);
        return true;
    }

    public void Commit(SaveUser save)
    {
        _users[save.User] = new StoredUser(save.User, save.Name, save.LastSeen, save.Status);
        save.Owner.Tell(new Saved(save), Akka.Actor.ActorRefs.NoSender);
    }

    public async Task<StoredUser?> LoadUserAsync(UserId user, CancellationToken cancel)
    {
        await Gate;
        return _users.GetValueOrDefault(user);
    }

    public async Task<IReadOnlySet<UserId>> SharingRoomAsync(UserId user, IReadOnlyCollection<UserId> others, CancellationToken cancel)
    {
        await Gate;
        return others.Where(o => !Strangers.Contains(o)).ToHashSet();
    }

    public Task<RoomSnapshot?> LoadRoomAsync(RoomId room, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomHead>> HeadsAsync(UserId user, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomView>> RoomsAsync(UserId user, RoomId? room, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<RoomView>> DirectoryAsync(UserId user, string? query, string? before, int limit, CancellationToken cancel) => throw NotHere();

    public Task<MemberPage?> MembersAsync(
        RoomId room, UserId? after, string? query, IReadOnlyCollection<UserId>? users, int limit, CancellationToken cancel) => throw NotHere();

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

    public Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) => throw NotHere();

    public Task<IReadOnlyDictionary<UserId, int>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) => throw NotHere();

    public Task<bool> IsWritableAsync(CancellationToken cancel) => throw NotHere();

    private static NotSupportedException NotHere() => new("Status has no use for this.");
}
