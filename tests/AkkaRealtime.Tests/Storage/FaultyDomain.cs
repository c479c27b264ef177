using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Npgsql;

namespace AkkaRealtime.Tests.Storage;

/// <summary>An event of a domain whose tables can't take it.</summary>
/// <param name="Fault">One of <see cref="FaultyTables.Faults"/>; anything else is taken.</param>
public sealed record FaultyEvent(string Fault) : LogEvent
{
    [System.Text.Json.Serialization.JsonIgnore]
    public override string Type => "faulty.event";

    public override LogFacts Facts() => new(Key: Fault);

    public override EncodedEnvelope Encode() => EnvelopeWriter.Write(Type, this, FaultyJson.Default.FaultyEvent);
}

/// <summary>An entry of a domain whose tables can't take it.</summary>
public sealed record SaveFaulty(IActorRef Owner, string Fault) : JournalEntry(Owner);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(FaultyEvent))]
internal sealed partial class FaultyJson : System.Text.Json.Serialization.JsonSerializerContext;

/// <summary>The tables of a domain with bugs.</summary>
internal sealed class FaultyTables : ISqliteTables, IPostgresTables, IMemoryTables
{
    public const string MissingTable = "missing-table";
    public const string Syntax = "syntax";
    public const string Constraint = "constraint";
    public const string Exception = "exception";

    public static IReadOnlyList<string> Faults => [MissingTable, Syntax, Constraint, Exception];

    public IReadOnlyList<MigrationScript> Migrations { get; } =
        [new("faulty/0001_Faulty.sql", "CREATE TABLE faulty (what text NOT NULL CHECK (what <> 'constraint'));")];

    public TableWriter CreateWriter(SqliteSession session) => new SqliteFaulty(session);

    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresFaulty();

    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryFaulty();

    /// <summary>A read with a bug.</summary>
    public static async Task<int> ReadNowhereAsync(IStoreEngine engine) => engine switch
    {
        SqliteEngine sqlite => await sqlite.ReadAsync(s => s["SELECT what FROM nowhere"].Step() ? 1 : 0, CancellationToken.None),
        PostgresEngine postgres => (await postgres.Reads.QueryAsync("SELECT what FROM nowhere", r => r.GetString(0), CancellationToken.None)).Count,
        MemoryEngine memory => await memory.ReadAsync<int>(() => throw new InvalidOperationException("A bug."), CancellationToken.None),
        _ => throw new NotSupportedException(),
    };

    private static string Sql(string fault, string parameter) => fault switch
    {
        MissingTable => $"INSERT INTO nowhere (what) VALUES ({parameter})",
        Syntax => $"INSRT INTO faulty (what) VALUES ({parameter})",
        Exception => throw new InvalidOperationException("A bug."),
        _ => $"INSERT INTO faulty (what) VALUES ({parameter})",
    };

    private sealed class SqliteFaulty(SqliteSession session) : TableWriter
    {
        public override JournalResult? Write(JournalEntry entry)
        {
            if (entry is not SaveFaulty faulty)
                return null;
            Insert(faulty.Fault);
            return new Saved(entry);
        }

        public override void Apply(LogRoom room, LogEvent e)
        {
            if (e is FaultyEvent faulty)
                Insert(faulty.Fault);
        }

        private void Insert(string fault) => session[Sql(fault, "?1")].Bind(1, fault).Run();
    }

    private sealed class PostgresFaulty : PostgresTableWriter
    {
        private readonly List<string> _faults = [];

        public override JournalResult? Write(JournalEntry entry)
        {
            if (entry is not SaveFaulty faulty)
                return null;
            _faults.Add(faulty.Fault);
            return new Saved(entry);
        }

        public override void Apply(LogRoom room, LogEvent e)
        {
            if (e is FaultyEvent faulty)
                _faults.Add(faulty.Fault);
        }

        public override void AddCommands(NpgsqlBatch batch)
        {
            foreach (var fault in _faults)
                batch.Add(Sql(fault, "$1"), fault);
        }
    }

    private sealed class MemoryFaulty : TableWriter
    {
        public override JournalResult? Write(JournalEntry entry)
        {
            if (entry is not SaveFaulty faulty)
                return null;
            Insert(faulty.Fault);
            return new Saved(entry);
        }

        public override void Apply(LogRoom room, LogEvent e)
        {
            if (e is FaultyEvent faulty)
                Insert(faulty.Fault);
        }

        private static void Insert(string fault)
        {
            if (Faults.Contains(fault))
                throw new InvalidOperationException("A bug.");
        }
    }
}
