using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Sqlite;
using AkkaRealtime.Routing.Users.Store.Blocks.Sqlite;
using AkkaRealtime.Routing.Users.Store.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Benchmarks.Micro;

/// <summary>What the journal's thread does for a batch on SQLite, and what is done behind it, with all that the domains derive.</summary>
internal sealed class JournalCase : IDisposable
{
    private const int Batch = 256;
    private const int Batches = 16;
    private const int Rooms = 256;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("akkarealtime-bench-");
    private readonly SqliteEngine _engine;
    private readonly long[] _heads = new long[Rooms];
    private long _next;

    public JournalCase(RealtimeMetrics metrics) => _engine = SqliteEngine.Open(
        _directory.FullName, [new SqliteUserTables(), new SqliteBlockTables(), new SqliteChatTables(), new SqliteCallTables()], metrics, TimeProvider.System, NullLogger.Instance);

    /// <summary>The cases.</summary>
    public IReadOnlyList<MicroCase> Cases =>
    [
        new($"journal: commit {Batch} messages to SQLite, each", Batch, Commit),
        new($"journal: {Batches} commits, and all of it in the tables, each", Batch * Batches, CommitAndStore),
        new($"journal: {Batches} commits, and found by its words, each", Batch * Batches, CommitAndIndex),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Commit()
    {
        var entries = new AppendEvents[Batch];
        for (var i = 0; i < Batch; i++)
        {
            var n = _next++ % Rooms;
            var room = new RoomId($"r{n}");
            var create = _heads[n] == 0 ? new NewRoom("group", "Room", "") : null;
            entries[i] = new AppendEvents(ActorRefs.Nobody, room, _heads[n]++, [WireCases.Message(room, _next)], create);
        }

        if (_engine.Writer.Commit(entries).Any(r => r is not EventsAppended))
            throw new InvalidOperationException("The messages were not stored.");
    }

    private void CommitAndStore()
    {
        for (var i = 0; i < Batches; i++)
            Commit();
        _engine.ReadAsync(s => s["SELECT 1"].Step(), CancellationToken.None).GetAwaiter().GetResult();
    }

    private void CommitAndIndex()
    {
        for (var i = 0; i < Batches; i++)
            Commit();
        _engine.ReadCaughtUpAsync(s => s["SELECT 1"].Step(), CancellationToken.None).GetAwaiter().GetResult();
    }
}
