using System.Text.Json;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;
using AkkaRealtime.Storage.Postgres;
using AkkaRealtime.Storage.Sqlite;
using Npgsql;

namespace AkkaRealtime.Tests.Storage;

/// <summary>A poll was opened in a room: an event of a domain that the library knows nothing of.</summary>
public sealed record PollOpened(string Poll, string Question) : LogEvent
{
    [System.Text.Json.Serialization.JsonIgnore]
    public override string Type => "polls.opened";

    public override LogFacts Facts() => new(Key: Poll, Id: Poll, Unread: true);

    public override EncodedEnvelope Encode() => EnvelopeWriter.Write(Type, this, PollJson.Default.PollOpened);

    public override LogEvent ReadStored(ReadOnlyMemory<byte> envelope) =>
        JsonSerializer.Deserialize(JsonDocument.Parse(envelope).RootElement.GetProperty("data"), PollJson.Default.PollOpened)!;
}

/// <summary>A poll was closed: an event that has no key and counts as unread for nobody.</summary>
public sealed record PollClosed(string Poll) : LogEvent
{
    [System.Text.Json.Serialization.JsonIgnore]
    public override string Type => "polls.closed";

    public override EncodedEnvelope Encode() => EnvelopeWriter.Write(Type, this, PollJson.Default.PollClosed);
}

/// <summary>Somebody voted; nobody is told by the log, and only the last vote counts.</summary>
public sealed record SaveVote(IActorRef Owner, string Poll, UserId User, string Answer) : JournalEntry(Owner);

[System.Text.Json.Serialization.JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[System.Text.Json.Serialization.JsonSerializable(typeof(PollOpened))]
[System.Text.Json.Serialization.JsonSerializable(typeof(PollClosed))]
internal sealed partial class PollJson : System.Text.Json.Serialization.JsonSerializerContext;

/// <summary>What polls keep, on every kind of store. Only public members of the library are used.</summary>
internal sealed class PollTables : ISqliteTables, IPostgresTables, IMemoryTables
{
    private const string Sql =
        "CREATE TABLE polls (id text PRIMARY KEY, room bigint NOT NULL, question text NOT NULL); " +
        "CREATE TABLE votes (poll text NOT NULL, voter text NOT NULL, answer text NOT NULL, PRIMARY KEY (poll, voter));";

    public IReadOnlyList<MigrationScript> Migrations { get; } = [new("polls/0001_Polls.sql", Sql)];

    public TableWriter CreateWriter(SqliteSession session) => new SqlitePolls(session);

    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresPolls();

    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryPolls();

    /// <summary>The question of a poll, and how often each answer was given.</summary>
    public static async Task<(string? Question, string Votes)> ReadAsync(IStoreEngine engine, string poll) => engine switch
    {
        SqliteEngine sqlite => await sqlite.ReadAsync(s => Read(s, poll), CancellationToken.None),
        PostgresEngine postgres => (
            (await postgres.Reads.QueryAsync("SELECT question FROM polls WHERE id = $1", r => r.GetString(0), CancellationToken.None, poll)).SingleOrDefault(),
            string.Join(' ', await postgres.Reads.QueryAsync(
                "SELECT answer || ' ' || count(*) FROM votes WHERE poll = $1 GROUP BY answer ORDER BY answer", r => r.GetString(0), CancellationToken.None, poll))),
        MemoryEngine memory => await memory.ReadAsync(() => memory.Tables<MemoryPolls>().Read(poll), CancellationToken.None),
        _ => throw new NotSupportedException(),
    };

    private static (string?, string) Read(SqliteSession s, string poll)
    {
        var question = s["SELECT question FROM polls WHERE id = ?1"].Bind(1, poll);
        var found = question.Step() ? question.Text(0) : null;
        var votes = new List<string>();
        var row = s["SELECT answer || ' ' || count(*) FROM votes WHERE poll = ?1 GROUP BY answer ORDER BY answer"].Bind(1, poll);
        while (row.Step())
            votes.Add(row.Text(0));
        return (found, string.Join(' ', votes));
    }

    private sealed class SqlitePolls(SqliteSession session) : TableWriter
    {
        public override JournalResult? Write(JournalEntry entry)
        {
            if (entry is not SaveVote vote)
                return null;
            session["INSERT OR REPLACE INTO votes (poll, voter, answer) VALUES (?1, ?2, ?3)"]
                .Bind(1, vote.Poll).Bind(2, vote.User.Value).Bind(3, vote.Answer).Run();
            return new Saved(vote);
        }

        public override void Apply(LogRoom room, LogEvent e)
        {
            if (e is PollOpened poll)
                session["INSERT INTO polls (id, room, question) VALUES (?1, ?2, ?3)"].Bind(1, poll.Poll).Bind(2, room.Number).Bind(3, poll.Question).Run();
        }
    }

    private sealed class PostgresPolls : PostgresTableWriter
    {
        private readonly List<(string Id, long Room, string Question)> _polls = [];
        private readonly Dictionary<(string Poll, string User), string> _votes = [];

        public override JournalResult? Write(JournalEntry entry)
        {
            if (entry is not SaveVote vote)
                return null;
            _votes[(vote.Poll, vote.User.Value)] = vote.Answer;
            return new Saved(vote);
        }

        public override void Apply(LogRoom room, LogEvent e)
        {
            if (e is PollOpened poll)
                _polls.Add((poll.Poll, room.Number, poll.Question));
        }

        public override void AddCommands(NpgsqlBatch batch)
        {
            foreach (var (id, room, question) in _polls)
                batch.Add("INSERT INTO polls (id, room, question) VALUES ($1, $2, $3)", id, room, question);
            foreach (var ((poll, user), answer) in _votes)
            {
                batch.Add(
                    "INSERT INTO votes (poll, voter, answer) VALUES ($1, $2, $3) ON CONFLICT (poll, voter) DO UPDATE SET answer = excluded.answer",
                    poll, user, answer);
            }
        }
    }

    private sealed class MemoryPolls : TableWriter
    {
        private readonly Dictionary<string, string> _questions = [];
        private readonly Dictionary<(string Poll, string User), string> _votes = [];

        public (string?, string) Read(string poll) => (
            _questions.GetValueOrDefault(poll),
            string.Join(' ', _votes.Where(v => v.Key.Poll == poll).CountBy(v => v.Value).OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key} {v.Value}")));

        public override JournalResult? Write(JournalEntry entry)
        {
            if (entry is not SaveVote vote)
                return null;
            _votes[(vote.Poll, vote.User.Value)] = vote.Answer;
            return new Saved(vote);
        }

        public override void Apply(LogRoom room, LogEvent e)
        {
            if (e is PollOpened poll)
                _questions.Add(poll.Poll, poll.Question);
        }
    }
}
