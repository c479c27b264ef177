using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Polls.Store.Postgres;

/// <summary>Polls in PostgreSQL.</summary>
internal sealed class PostgresPollTables : IPostgresTables
{
    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } =
        MigrationScript.Embedded("polls", typeof(PostgresPollTables).Assembly, "AkkaRealtime.Polls.Store.Postgres.Migrations");

    /// <inheritdoc/>
    public IReadOnlyList<string> Scrubbed => ["polls", "poll_votes"];

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new Writer();

    // What a batch changes goes to the database in one round trip, in the order of the events.
    private sealed class Writer : PostgresTableWriter, IPollRows
    {
        private readonly List<(string Sql, PostgresParameter[] Parameters)> _changes = [];

        public override void Apply(LogRoom room, LogEvent e) => PollProjection.Apply(room, e, this);

        public override void AddCommands(NpgsqlBatch batch)
        {
            foreach (var (sql, parameters) in _changes)
                batch.Add(sql, parameters);
        }

        public void Add(RoomId room, UserId by, PollOpened poll) => Change(
            "INSERT INTO polls (id, room, author, question, options) VALUES ($1, $2, $3, $4, $5)",
            poll.Poll,
            room.Value,
            by.Value,
            PostgresRows.Clean(poll.Question),
            JsonSerializer.Serialize([.. poll.Options], PollJson.Default.ListString));

        public void Vote(string poll, UserId voter, int option) => Change(
            "INSERT INTO poll_votes (poll, voter, answer) SELECT id, $2, $3 FROM polls WHERE id = $1 ON CONFLICT (poll, voter) DO UPDATE SET answer = excluded.answer",
            poll,
            voter.Value,
            option);

        public void Close(string poll) => Change("UPDATE polls SET closed = 1 WHERE id = $1", poll);

        public void Forget(RoomId room, UserId user)
        {
            Change("DELETE FROM poll_votes WHERE voter = $2 AND poll IN (SELECT id FROM polls WHERE room = $1)", room.Value, user.Value);
            Change("DELETE FROM polls WHERE room = $1 AND author = $2", room.Value, user.Value);
        }

        private void Change(string sql, params PostgresParameter[] parameters) => _changes.Add((sql, parameters));
    }
}
