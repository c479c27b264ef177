using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Routing.Calls.Store.Sqlite;

/// <summary>Reads of calls on SQLite.</summary>
internal sealed class SqliteCallStore(SqliteEngine engine) : ICallStore
{
    /// <inheritdoc/>
    public Task<StoredCall?> LoadLiveCallAsync(RoomId room, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => CallReads.LiveCall(s, room), cancel);

    /// <inheritdoc/>
    public Task<long> LoadTagAsync(RoomId room, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => new SqliteTags(s, SqliteCallTables.Tags, "room").Find(room.Value), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> CallsAsync(UserId user, CallId? before, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => CallReads.Calls(s, user, before, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredCall>> LiveCallsAsync(UserId user, int limit, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => CallReads.LiveCalls(s, user, limit), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<UserId, UnseenCalls>> UnseenCallsAsync(IReadOnlyCollection<UserId> users, CancellationToken cancel) =>
        engine.ReadUnloggedAsync(s => CallReads.Unseen(s, users), cancel);
}
