using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Polls.Store.Sqlite;

/// <summary>Polls in SQLite.</summary>
internal sealed class SqlitePollTables : ISqliteTables
{
    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } =
        MigrationScript.Embedded("polls", typeof(SqlitePollTables).Assembly, "AkkaRealtime.Polls.Store.Sqlite.Migrations");

    /// <inheritdoc/>
    public TableWriter CreateWriter(SqliteSession session) => new Writer(session);

    private sealed class Writer(SqliteSession session) : TableWriter, IPollRows
    {
        // Messages don't wait for these tables.
        public override bool Follows(LogEvent e) => e is DomainEvent or ChatErased;

        public override void Apply(LogRoom room, LogEvent e) => PollProjection.Apply(room, e, this);

        public void Add(RoomId room, UserId by, PollOpened poll) =>
            session["INSERT INTO polls (id, room, author, question, options) VALUES (?1, ?2, ?3, ?4, ?5)"]
                .Bind(1, poll.Poll).Bind(2, room.Value).Bind(3, by.Value).Bind(4, poll.Question)
                .Bind(5, JsonSerializer.Serialize([.. poll.Options], PollJson.Default.ListString)).Run();

        public void Vote(string poll, UserId voter, int option) =>
            session["INSERT INTO poll_votes (poll, voter, answer) SELECT id, ?2, ?3 FROM polls WHERE id = ?1 ON CONFLICT (poll, voter) DO UPDATE SET answer = excluded.answer"]
                .Bind(1, poll).Bind(2, voter.Value).Bind(3, option).Run();

        public void Close(string poll) => session["UPDATE polls SET closed = 1 WHERE id = ?1"].Bind(1, poll).Run();

        public void Forget(RoomId room, UserId user)
        {
            session["DELETE FROM poll_votes WHERE voter = ?2 AND poll IN (SELECT id FROM polls WHERE room = ?1)"].Bind(1, room.Value).Bind(2, user.Value).Run();
            session["DELETE FROM polls WHERE room = ?1 AND author = ?2"].Bind(1, room.Value).Bind(2, user.Value).Run();
        }
    }
}
