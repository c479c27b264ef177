using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Owner;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Storage.Sqlite;

namespace AkkaRealtime.Polls.Store.Sqlite;

/// <summary>Reads of polls in SQLite.</summary>
internal sealed class SqlitePollReads(SqliteEngine engine) : IPollReads
{
    /// <inheritdoc/>
    public Task<Poll?> FindAsync(string poll, CancellationToken cancel) => engine.ReadAsync(session => Find(session, poll), cancel);

    private static Poll? Find(SqliteSession session, string id)
    {
        var row = session["SELECT room, author, question, options, closed FROM polls WHERE id = ?1"].Bind(1, id);
        if (!row.Step())
            return null;
        var votes = new Dictionary<UserId, int>();
        var vote = session["SELECT voter, answer FROM poll_votes WHERE poll = ?1"].Bind(1, id);
        while (vote.Step())
            votes[new UserId(vote.Text(0))] = (int)vote.Number(1);
        return new Poll(
            id,
            new RoomId(row.Text(0)),
            new UserId(row.Text(1)),
            row.Text(2),
            JsonSerializer.Deserialize(row.Text(3), PollJson.Default.ListString)!,
            votes,
            row.Number(4) != 0);
    }
}
