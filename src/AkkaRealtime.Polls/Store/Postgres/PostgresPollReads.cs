using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Owner;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Storage.Postgres;

namespace AkkaRealtime.Polls.Store.Postgres;

/// <summary>Reads of polls in PostgreSQL.</summary>
internal sealed class PostgresPollReads(PostgresEngine engine) : IPollReads
{
    // One query, so that it sees one state.
    private const string Sql =
        "SELECT p.room, p.author, p.question, p.options, p.closed, v.voter, v.answer FROM polls p LEFT JOIN poll_votes v ON v.poll = p.id WHERE p.id = $1";

    /// <inheritdoc/>
    public async Task<Poll?> FindAsync(string poll, CancellationToken cancel)
    {
        var votes = new Dictionary<UserId, int>();
        var rows = await engine.Reads.QueryAsync(
            Sql,
            row =>
            {
                if (row.TextOrNull(5) is { } voter)
                    votes[new UserId(voter)] = (int)row.GetInt64(6);
                return new Poll(
                    poll,
                    new RoomId(row.GetString(0)),
                    new UserId(row.GetString(1)),
                    row.GetString(2),
                    JsonSerializer.Deserialize(row.GetString(3), PollJson.Default.ListString)!,
                    votes,
                    row.GetInt64(4) != 0);
            },
            cancel,
            poll).ConfigureAwait(false);
        return rows.FirstOrDefault();
    }
}
