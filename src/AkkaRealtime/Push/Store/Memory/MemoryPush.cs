using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Push.Store.Memory;

/// <summary>Push subscriptions, in memory.</summary>
internal sealed class MemoryPushTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 6;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryPush(engine);
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryPush(MemoryEngine engine) : TableWriter
{
    public Dictionary<string, DeviceSubscription> All { get; } = new(StringComparer.Ordinal);

    public Dictionary<RoomId, long> Positions { get; } = [];

    public VapidKeys? Keys { get; private set; }

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SavePushSubscription save:
                Save(save.Subscription, save.Most);
                break;
            case RemovePushSubscription remove:
                Remove(s => s.Endpoint == remove.Endpoint && (remove.User is null || s.User == remove.User));
                break;
            case RevokePushSubscriptions { Revocations: var revocations }:
                Remove(s => revocations.Any(r => IsMeant(r, s)));
                break;
            case ForgetPushSubscriptions { User: var user }:
                Remove(s => s.User == user);
                break;
            case SavePushPositions { Positions: var positions }:
                foreach (var (room, position) in positions)
                    Positions[room] = Math.Max(Positions.GetValueOrDefault(room), position);
                break;
            case SaveVapidKeys { Keys: var keys }:
                Keys ??= keys;
                break;
            default:
                return null;
        }

        return new Saved(entry);
    }

    // As the statement of the other stores; that it holds now is for whoever writes the entry.
    private static bool IsMeant(Revocation r, DeviceSubscription s) => r.Refuses(new SessionFacts(s.User, s.Device, s.Session, s.Token, s.At), DateTimeOffset.MinValue);

    private void Save(DeviceSubscription subscription, int most)
    {
        var (user, device, endpoint) = (subscription.User, subscription.Device, subscription.Endpoint);
        All[endpoint] = subscription;
        Remove(s => s.User == user && s.Device == device && s.Endpoint != endpoint);
        var kept = All.Values.Where(s => s.User == user).OrderByDescending(s => s.Endpoint == endpoint).ThenByDescending(s => s.At)
            .ThenBy(s => s.Endpoint, StringComparer.Ordinal).Take(most).ToHashSet();
        Remove(s => s.User == user && !kept.Contains(s));
        foreach (var room in engine.Tables<MemoryRooms>().All.Where(r => r.Members.ContainsKey(user)))
            Positions.TryAdd(room.Log.Id, room.Log.Head);
    }

    private void Remove(Func<DeviceSubscription, bool> fits)
    {
        foreach (var gone in All.Values.Where(fits).ToList())
            All.Remove(gone.Endpoint);
    }
}

/// <summary>Reads of them in memory.</summary>
internal sealed class MemoryPushStore(MemoryEngine engine) : IPushStore
{
    private readonly MemoryPush _push = engine.Tables<MemoryPush>();
    private readonly MemoryRooms _rooms = engine.Tables<MemoryRooms>();

    /// <inheritdoc/>
    public Task<bool> AnyAsync(CancellationToken cancel) => engine.ReadAsync(() => _push.All.Count > 0, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeviceSubscription>> OfUserAsync(UserId user, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<DeviceSubscription>>(
        () => [.. _push.All.Values.Where(s => s.User == user).OrderByDescending(s => s.At).ThenBy(s => s.Endpoint, StringComparer.Ordinal)], cancel);

    /// <inheritdoc/>
    public Task<SubscribedRoom?> RoomAsync(RoomId room, CancellationToken cancel) => engine.ReadAsync(
        () =>
        {
            if (_rooms.Find(room) is not { } found)
                return null;
            List<RoomSubscription> members =
            [
                .. _push.All.Values.Where(s => found.Members.ContainsKey(s.User)).OrderBy(s => s.User.Value, StringComparer.Ordinal).ThenBy(s => s.Endpoint, StringComparer.Ordinal)
                    .Select(s => new RoomSubscription(s, found.Settings.GetValueOrDefault(s.User)?.Notify)),
            ];
            return members.Count == 0
                ? null
                : new SubscribedRoom(room, found.Log.Created.Kind, found.Name, found.Log.Head, _push.Positions.TryGetValue(room, out var position) ? position : null, members);
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RoomId>> BehindAsync(int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<RoomId>>(
        () => [.. _rooms.All.Where(r => r.Log.Head > _push.Positions.GetValueOrDefault(r.Log.Id) && _push.All.Values.Any(s => r.Members.ContainsKey(s.User))).Take(limit).Select(r => r.Log.Id)],
        cancel);

    /// <inheritdoc/>
    public Task<VapidKeys?> KeysAsync(CancellationToken cancel) => engine.ReadAsync(() => _push.Keys, cancel);
}
