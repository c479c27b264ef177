using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store.Sqlite;
using AkkaRealtime.Routing.Chat.Store.Sqlite;
using AkkaRealtime.Routing.Users.Store.Sqlite;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Benchmarks.Micro;

/// <summary>What the journal's thread does for a batch: one commit to SQLite, with all that the domains derive.</summary>
internal sealed class JournalCase : IDisposable
{
    private const int Batch = 256;
    private static readonly RoomId Room = new("r1");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("akkarealtime-bench-");
    private readonly SqliteEngine _engine;
    private long _head;

    public JournalCase(RealtimeMetrics metrics) => _engine = SqliteEngine.Open(
        _directory.FullName, [new SqliteUserTables(), new SqliteChatTables(), new SqliteCallTables()], metrics, TimeProvider.System, NullLogger.Instance);

    /// <summary>The case.</summary>
    public MicroCase Case => new($"journal: commit {Batch} messages to SQLite, each", Batch, Commit);

    /// <inheritdoc/>
    public void Dispose()
    {
        _engine.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Commit()
    {
        var events = new List<LogEvent>(Batch);
        for (var i = 0; i < Batch; i++)
            events.Add(WireCases.Message(Room, _head + i + 1));
        var create = _head == 0 ? new NewRoom("group", "Room", "") : null;
        if (_engine.Writer.Commit([new AppendEvents(ActorRefs.Nobody, Room, _head, events, create)]) is not [EventsAppended { Head: var head }])
            throw new InvalidOperationException("The messages were not stored.");
        _head = head;
    }
}
