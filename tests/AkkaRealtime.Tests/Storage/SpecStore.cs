using System.Collections.Concurrent;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Store.Memory;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Bookmarks;
using AkkaRealtime.Routing.Chat.Store.Bookmarks.Memory;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Store.Invitations.Memory;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Store.Reports.Memory;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Store.Scheduled.Memory;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Chat.Store.Threads.Memory;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Routing.Users.Store.Blocks.Memory;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Routing.Users.Store.Pictures.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Tests.Storage;

/// <summary>
/// The store in memory with a journal that commits at once, for specs of actors. What goes wrong with stores, or takes its time, is for the spec to say.
/// </summary>
internal sealed class SpecStore : IJournal
{
    private static readonly RoomId Meeting = new("meeting");
    private readonly ConcurrentQueue<JournalEntry> _entries = new();
    private readonly HashSet<UserId> _met = [];

    public SpecStore()
    {
        Engine = new MemoryEngine(TestStore.MemoryTables, TestMetrics.Instance) { BeforeRead = () => Gate };
        Chat = new MemoryChatStore(Engine);
        Calls = new MemoryCallStore(Engine);
        Users = new MemoryUserStore(Engine);
        Invitations = new MemoryInvitationStore(Engine);
        Reports = new MemoryReportStore(Engine);
        Blocks = new MemoryBlockStore(Engine);
        Bookmarks = new MemoryBookmarkStore(Engine);
        Scheduled = new MemoryScheduledStore(Engine);
        Threads = new MemoryThreadStore(Engine);
        Pictures = new MemoryPictureStore(Engine);
    }

    public MemoryEngine Engine { get; }

    public IChatStore Chat { get; }

    public ICallStore Calls { get; }

    public IUserStore Users { get; }

    public IInvitationStore Invitations { get; }

    public IReportStore Reports { get; }

    public IBlockStore Blocks { get; }

    public IBookmarkStore Bookmarks { get; }

    public IScheduledStore Scheduled { get; }

    public IThreadStore Threads { get; }

    public IPictureStore Pictures { get; }

    /// <summary>For specs about something else: nobody is told of a picture.</summary>
    public PictureService PictureService =>
        new(Pictures, new JournalPromise(this), Chat, new PictureOptions(), () => ActorRefs.Nobody, () => ActorRefs.Nobody, NullLogger<PictureService>.Instance);

    /// <summary>These have signed in once, under names that are like their ids.</summary>
    public void SignedIn(params UserId[] users)
    {
        foreach (var user in users)
            Engine.Commit([new SaveUser(ActorRefs.Nobody, user, user.Value, null, ReadOnlyMemory<byte>.Empty)]);
    }

    /// <summary>Entries are taken but not committed: the spec does that, or tells the owner.</summary>
    public bool Hold { get; set; }

    /// <summary>The journal takes nothing.</summary>
    public bool Full { get; set; }

    /// <summary>Entries are taken, but fail.</summary>
    public bool Failing { get; set; }

    /// <summary>Entries are committed, but their owner does not hear of it.</summary>
    public bool Silent { get; set; }

    /// <summary>Thrown by the next write: a bug in the owner's path.</summary>
    public Exception? ThrowOnce { get; set; }

    /// <summary>Reads wait for this.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Users who don't come to a <see cref="Meet"/>.</summary>
    public HashSet<UserId> Strangers { get; } = [];

    /// <summary>The call that was kept last, as the store has it; null where there is none.</summary>
    public StoredCall? Kept => Saved<SaveCall>() is [.., var last]
        ? Engine.Alone(() => Engine.Tables<MemoryCalls>().All[last.Call])
        : null;

    /// <summary>The entries of a kind that were taken, in order.</summary>
    public IReadOnlyList<T> Saved<T>()
        where T : JournalEntry => [.. _entries.OfType<T>()];

    /// <summary>What is kept of a user, or null.</summary>
    public StoredUser? Find(UserId user) => Engine.Alone(() => Engine.Tables<MemoryUsers>().All.GetValueOrDefault(user.Value));

    /// <inheritdoc/>
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
            entry.Owner.Tell(JournalFaults.Of(entry), ActorRefs.NoSender);
            return true;
        }

        _entries.Enqueue(entry);
        if (!Hold)
            Commit(entry, told: !Silent);
        return true;
    }

    /// <summary>Commits an entry and tells its owner.</summary>
    public void Commit(JournalEntry entry) => Commit(entry, told: true);

    /// <summary>Keeps a call as if its owner had saved it before the spec began.</summary>
    public void Keep(StoredCall call, IReadOnlyList<UserId> users, IReadOnlyList<UserId>? missed = null) => Commit(
        new SaveCall(ActorRefs.Nobody, call.Call, call.Room, call.Live, call.StartedAt, users, call.State, missed), told: false);

    /// <summary>Makes a room.</summary>
    public void MakeRoom(RoomId room, string kind, params IReadOnlyList<UserId> members) =>
        Commit(new AppendEvents(ActorRefs.Nobody, room, 0, [.. members.Select(m => Join(room, m))], new NewRoom(kind, "Room", "")), told: false);

    /// <summary>Brings users into one room, so that they may see each other's status; not those who are <see cref="Strangers"/>.</summary>
    public void Meet(IEnumerable<UserId> users)
    {
        foreach (var user in users.Where(u => !Strangers.Contains(u) && _met.Add(u)))
        {
            var head = Engine.Find(Meeting)?.Head ?? 0;
            var create = head == 0 ? new NewRoom(RoomKinds.Group, "Meeting", "") : null;
            Commit(new AppendEvents(ActorRefs.Nobody, Meeting, head, [Join(Meeting, user)], create), told: false);
        }
    }

    /// <summary>A user leaves that room again. Nobody is told.</summary>
    public void Leave(UserId user)
    {
        Assert.True(_met.Remove(user));
        Leave(Meeting, user);
    }

    /// <summary>A member leaves a room. Nobody is told.</summary>
    public void Leave(RoomId room, UserId user)
    {
        var left = new ChatLeft(user) { Room = room, At = DateTimeOffset.UnixEpoch, By = user };
        Commit(new AppendEvents(ActorRefs.Nobody, room, Engine.Find(room)!.Head, [left]), told: false);
    }

    /// <summary>A user comes into a room. Nobody is told.</summary>
    public void Enter(RoomId room, UserId user) =>
        Commit(new AppendEvents(ActorRefs.Nobody, room, Engine.Find(room)!.Head, [Join(room, user)]), told: false);

    private static ChatJoined Join(RoomId room, UserId user) => new(user, RoomRoles.Member) { Room = room, At = DateTimeOffset.UnixEpoch, By = user };

    private void Commit(JournalEntry entry, bool told)
    {
        var result = Assert.Single(Engine.Commit([entry]));
        if (told)
            entry.Owner.Tell(result, ActorRefs.NoSender);
    }
}
