using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Connections;

namespace AkkaRealtime.Tests.Storage;

/// <summary>What every store promises, whatever it is made of. Batches go straight to the writer, so that a test decides what is committed together.</summary>
public abstract partial class StoreConformance : IDisposable
{
    private protected static readonly UserId Alice = new("alice");
    private protected static readonly UserId Bob = new("bob");
    private protected static readonly UserId Carol = new("carol");
    private protected static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly RealtimeMetrics _metrics;
    private readonly string _filesDirectory = Path.Combine(Path.GetTempPath(), $"akkarealtime-files-{Guid.NewGuid():n}");
    private TestStore? _storage;
    private int _made;

    protected StoreConformance() => _metrics = new RealtimeMetrics(Meters);

    /// <summary>What this test's store counts.</summary>
    private protected TestMeters Meters { get; } = new();

    private protected RealtimeMetrics Metrics => _metrics;

    private protected TestStore Storage => _storage ??= Open();

    private protected IStoreEngine Engine => Storage.Engine;

    private protected IChatStore Store => Storage.Chat;

    private protected ICallStore Calls => Storage.Calls;

    private protected IUserStore Users => Storage.Users;

    private protected CancellationToken Cancel { get; } = CancellationToken.None;

    /// <summary>Opens this test's store: an empty one the first time, the same one after <see cref="Restart"/>.</summary>
    private protected abstract TestStore Open();

    /// <summary>Removes this test's store.</summary>
    private protected abstract void Remove();

    /// <inheritdoc/>
    public void Dispose()
    {
        _storage?.Dispose();
        Remove();
        _metrics.Dispose();
        Meters.Dispose();
        if (Directory.Exists(_filesDirectory))
            Directory.Delete(_filesDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected void Restart()
    {
        _storage?.Dispose();
        _storage = null;
    }

    private protected JournalResult[] Commit(params JournalEntry[] entries) => [.. Storage.Writer.Commit(entries)];

    private protected EventsAppended Append(RoomId room, long after, params RoomEvent[] events) =>
        Assert.IsType<EventsAppended>(Assert.Single(Commit(Entry(room, after, events))));

    private protected static AppendEvents Entry(RoomId room, long after, params RoomEvent[] events) =>
        new(ActorRefs.Nobody, room, after, events);

    /// <summary>A new room with its members, the first of them the owner: its head is the number of members.</summary>
    private protected RoomId Room(string kind, params UserId[] members) => Named(kind, "Room", "", members);

    private protected RoomId Named(string kind, string name, string topic, params UserId[] members)
    {
        var room = RoomId.New(Noon.AddMilliseconds(_made++));
        var create = new NewRoom(kind, name, topic, kind == "direct" ? $"{members[0]}|{members[1]}" : null);
        var joins = members.Select((user, i) => Join(room, user, i == 0 ? "owner" : "member", members[0])).ToArray();
        Assert.IsType<EventsAppended>(Assert.Single(Commit(new AppendEvents(ActorRefs.Nobody, room, 0, joins, create))));
        return room;
    }

    private protected ChatMessage Message(
        RoomId room, UserId by, string text, string? key = null, MessageId? thread = null, UserId[]? mentions = null, Attachment[]? files = null)
    {
        var at = Noon.AddSeconds(++_made);
        return new ChatMessage(MessageId.New(at), key ?? $"key-{_made}", text, null, thread, mentions, files) { Room = room, At = at, By = by };
    }

    private protected static ChatJoined Join(RoomId room, UserId user, string role = "member", UserId? by = null) =>
        new(user, role) { Room = room, At = Noon, By = by ?? user };

    private protected static ChatLeft Left(RoomId room, UserId user) => new(user) { Room = room, At = Noon, By = user };

    private protected ChatEdited Edit(RoomId room, UserId by, MessageId id, string text) =>
        new(id, text) { Room = room, At = Noon.AddSeconds(++_made), By = by };

    private protected static ChatDeleted Delete(RoomId room, UserId by, MessageId id) => new(id) { Room = room, At = Noon, By = by };

    private protected static ChatReacted React(RoomId room, UserId by, MessageId id, string emoji, bool on = true) =>
        new(id, emoji, on) { Room = room, At = Noon, By = by };

    private protected static ChatPinned Pin(RoomId room, UserId by, MessageId id, bool on) => new(id, on) { Room = room, At = Noon, By = by };
}
