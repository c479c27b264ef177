using Akka.Actor;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Sessions.Resuming;

/// <summary>Reads the key of tickets. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface ISessionKeyStore
{
    /// <summary>The key; null: there is none yet.</summary>
    Task<ReadOnlyMemory<byte>?> KeyAsync(CancellationToken cancel);
}

/// <summary>Keep this key, unless there is one. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveSessionKey(IActorRef Owner, ReadOnlyMemory<byte> Key) : JournalEntry(Owner);

/// <summary>On SQLite.</summary>
internal sealed class SqliteSessionKeyStore(SqliteEngine engine) : ISessionKeyStore
{
    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> KeyAsync(CancellationToken cancel) => engine.ReadAsync<ReadOnlyMemory<byte>?>(
        s => s["SELECT key FROM session_keys"] is var row && row.Step() ? (ReadOnlyMemory<byte>?)row.Blob(0) : null, cancel);
}

/// <summary>On PostgreSQL.</summary>
internal sealed class PostgresSessionKeyStore(PostgresReads reads) : ISessionKeyStore
{
    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> KeyAsync(CancellationToken cancel) =>
        await reads.QueryAsync("SELECT key FROM session_keys", row => row.GetFieldValue<byte[]>(0), cancel).ConfigureAwait(false) is [var key] ? key : (ReadOnlyMemory<byte>?)null;
}

/// <summary>In memory.</summary>
internal sealed class MemorySessionKeyStore(MemoryEngine engine) : ISessionKeyStore
{
    private readonly Revoking.Memory.MemoryRevocations _tables = engine.Tables<Revoking.Memory.MemoryRevocations>();

    /// <inheritdoc/>
    public Task<ReadOnlyMemory<byte>?> KeyAsync(CancellationToken cancel) => engine.ReadAsync(() => _tables.Key, cancel);
}
