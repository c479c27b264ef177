using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Routing.Calls.Store.Memory;

/// <summary>What calls keep in memory.</summary>
internal sealed class MemoryCallTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 2;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryCalls();
}

/// <summary>Calls, and in whose histories they stand.</summary>
internal sealed class MemoryCalls : TableWriter
{
    public Dictionary<CallId, StoredCall> All { get; } = [];

    public Dictionary<(UserId User, CallId Call), (bool Missed, bool Seen)> Users { get; } = [];

    public Dictionary<UserId, long> Revisions { get; } = [];

    public Dictionary<RoomId, long> Tags { get; } = [];

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveCall { Tag: { } tag } call when !tag.Replaces(Tags.GetValueOrDefault(call.Room)):
                return new SaveSuperseded(call);
            case SaveCall call:
                Save(call);
                return new Saved(call);
            case SaveCallsSeen seen:
                foreach (var (key, (missed, _)) in Users.Where(u => u.Key.User == seen.User && (seen.Call is null || u.Key.Call == seen.Call)).ToList())
                    Users[key] = (missed, missed);
                Revise(seen.User);
                return new Saved(seen);
            default:
                return null;
        }
    }

    // What has ended is not made live again by what was on its way.
    private void Save(SaveCall call)
    {
        if (call.Tag is { } tag)
            Tags[call.Room] = tag.Tag;
        if (!All.TryGetValue(call.Call, out var before) || before.Live || !call.Live)
            All[call.Call] = new StoredCall(call.Call, call.Room, call.Live, before?.StartedAt ?? call.StartedAt, call.State.ToArray());
        foreach (var user in call.Users)
        {
            var missed = call.Missed?.Contains(user) == true;
            if (!Users.TryGetValue((user, call.Call), out var known) || known.Missed != missed)
            {
                Users[(user, call.Call)] = (missed, false);
                Revise(user);
            }
        }
    }

    private void Revise(UserId user) => Revisions[user] = Revisions.GetValueOrDefault(user) + 1;
}

/// <summary>Reads of calls in memory.</summary>
internal sealed class MemoryCallStore(MemoryEngine engine) : ICallStore
{
    private readonly MemoryCalls _calls = engine.Tables<MemoryCalls>();
    private readonly MemoryRooms _rooms = engine.Tables<MemoryRooms>();

    /// <inheritdoc/>
    public Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel) =>
        engine.ReadAsync(() => Newest(_calls.All.Values.Where(c => c.Live && c.Room == room)).FirstOrDefault(), cancel);

    /// <inheritdoc/>
    public Task<long> LoadTagAsync(RoomId room, CancellationToken cancel) => engine.ReadAsync(() => _calls.Tags.GetValueOrDefault(room), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredCall>>(
        () =>
        {
            var all = Newest(_calls.Users.Where(u => u.Key.User == user)
                .Select(u => _calls.All[u.Key.Call] with { Unseen = u.Value is { Missed: true, Seen: false } })).ToList();
            if (before is { } call)
            {
                var known = _calls.All.GetValueOrDefault(call);
                all = known is null ? [] : Newest(all.Append(known with { Unseen = false })).SkipWhile(c => c.Call != call).Where(c => c.Call != call).ToList();
            }

            return [.. all.Take(limit)];
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StoredCall>>(
        () => [.. Newest(_calls.All.Values.Where(c => c.Live && _rooms.Find(c.Room)?.Members.ContainsKey(user) == true)).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnseenCalls>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyDictionary<UserId, UnseenCalls>>(() => users.Distinct().ToDictionary(u => u, Unseen), cancel);

    private UnseenCalls Unseen(UserId user) => new(
        _calls.Users.Count(u => u.Key.User == user && u.Value is { Missed: true, Seen: false }), _calls.Revisions.GetValueOrDefault(user));

    private static IEnumerable<StoredCall> Newest(IEnumerable<StoredCall> calls) =>
        calls.OrderByDescending(c => c.StartedAt).ThenByDescending(c => c.Call.Value, StringComparer.Ordinal);
}
