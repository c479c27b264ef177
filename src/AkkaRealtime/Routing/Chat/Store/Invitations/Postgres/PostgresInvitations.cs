using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Invitations.Postgres;

/// <summary>Requests to come into rooms, in PostgreSQL.</summary>
internal sealed class PostgresInvitationTables : IPostgresTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 4;

    /// <inheritdoc/>
    public IReadOnlyList<MigrationScript> Migrations { get; } = MigrationScript.Embedded(
        "invitations", typeof(PostgresInvitationTables).Assembly, $"{typeof(PostgresInvitationTables).Namespace}.Migrations");

    /// <inheritdoc/>
    public PostgresTableWriter CreateWriter(PostgresBatch batch) => new PostgresInvitationWriter();
}

/// <summary>Writes those of one batch: first what is asked and declined, then what is gone since somebody came.</summary>
internal sealed class PostgresInvitationWriter : PostgresTableWriter
{
    private readonly List<JournalEntry> _entries = [];
    private readonly List<CountNamed> _named = [];
    private readonly List<(string User, string Room)> _came = [];
    private readonly List<(string One, string Other)> _met = [];
    private bool _isDirect;

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => e is ChatJoined;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        if (entry is CountNamed named)
            _named.Add(named);
        else if (entry is SaveInvitations or DeclineInvitation or ForgetInvitations)
            _entries.Add(entry);
        else
            return null;
        return new Saved(entry);
    }

    /// <inheritdoc/>
    public override void BeginAppend(LogRoom room, AppendEvents entry) => _isDirect = entry.Create?.Pair is not null;

    /// <inheritdoc/>
    public override void Apply(LogRoom room, LogEvent e)
    {
        var joined = (ChatJoined)e;
        _came.Add((joined.User.Value, room.Id.Value));
        if (_isDirect && joined.User != e.By)
            _met.Add((joined.User.Value, e.By.Value));
    }

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        foreach (var entry in _entries)
            Add(batch, entry);
        if (_named.Count > 0)
            AddNamed(batch);
        if (_came.Count > 0)
        {
            batch.Add(
                "DELETE FROM invitations i USING unnest($1::text[], $2::text[]) v (user_id, room) WHERE i.user_id = v.user_id AND i.room = v.room",
                _came.Select(c => c.User).ToArray(),
                _came.Select(c => c.Room).ToArray());
        }

        foreach (var (one, other) in _met)
            batch.Add("DELETE FROM invitations WHERE room = '' AND ((user_id = $1 AND by_user = $2) OR (user_id = $2 AND by_user = $1))", one, other);
    }

    // By user: nodes that count the same ones at the same time don't wait for each other in a circle.
    private void AddNamed(NpgsqlBatch batch)
    {
        var users = _named.GroupBy(n => n.User.Value, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var day = (long)CountNamed.Day.TotalMilliseconds;
        batch.Add(
            "INSERT INTO named_people (user_id, count, since) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[]) ON CONFLICT (user_id) DO UPDATE SET " +
            "count = excluded.count + CASE WHEN named_people.since <= excluded.since - $4 THEN 0 ELSE named_people.count END, " +
            "since = CASE WHEN named_people.since <= excluded.since - $4 THEN excluded.since ELSE named_people.since END",
            users.Select(g => g.Key).ToArray(),
            users.Select(g => g.Sum(n => (long)n.Count)).ToArray(),
            users.Select(g => g.Min(n => n.At.ToUnixTimeMilliseconds())).ToArray(),
            day);

        // What another node writes right now is left to the next time.
        batch.Add(
            "DELETE FROM named_people WHERE user_id IN (SELECT user_id FROM named_people WHERE since <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
            _named.Max(n => n.At.ToUnixTimeMilliseconds()) - day);
    }

    private static void Add(NpgsqlBatch batch, JournalEntry entry)
    {
        switch (entry)
        {
            case SaveInvitations save:
                batch.Add("DELETE FROM invitations WHERE at < $1", (save.At - SaveInvitations.Kept).ToUnixTimeMilliseconds());
                batch.Add(
                    "INSERT INTO invitations (user_id, by_user, room, id, kind, name, at) SELECT v.user_id, $1, $2, v.id, $3, $4, $5 " +
                    "FROM unnest($6::text[], $7::text[]) v (id, user_id) " +
                    "WHERE (SELECT count(*) FROM invitations w WHERE w.user_id = v.user_id AND w.declined_at IS NULL) < $8 ON CONFLICT DO NOTHING",
                    save.By.Value,
                    save.Room?.Value ?? "",
                    save.Kind,
                    save.Name is null ? null : PostgresRows.Clean(save.Name),
                    save.At.ToUnixTimeMilliseconds(),
                    save.Users.Select(u => u.Id).ToArray(),
                    save.Users.Select(u => u.User.Value).ToArray(),
                    SaveInvitations.MaxWaiting);
                break;
            case DeclineInvitation decline:
                batch.Add(
                    "UPDATE invitations SET declined_at = $3 WHERE id = $1 AND user_id = $2 AND declined_at IS NULL",
                    decline.Id,
                    decline.User.Value,
                    decline.At.ToUnixTimeMilliseconds());
                break;
            case ForgetInvitations forget:
                batch.Add("DELETE FROM invitations WHERE user_id = $1 OR by_user = $1", forget.User.Value);
                batch.Add("DELETE FROM named_people WHERE user_id = $1", forget.User.Value);
                break;
            default:
                break;
        }
    }
}

/// <summary>Reads of them on PostgreSQL.</summary>
internal sealed class PostgresInvitationStore(PostgresReads reads) : IInvitationStore
{
    private const string Rows =
        "SELECT i.id, i.by_user, coalesce(nullif(u.name, ''), i.by_user), i.kind, i.room, coalesce(r.name, i.name), i.at, i.user_id " +
        "FROM invitations i LEFT JOIN users u ON u.user_id = i.by_user LEFT JOIN rooms r ON r.id = i.room WHERE i.declined_at IS NULL";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<InvitationView>> ListAsync(UserId user, string? before, int limit, CancellationToken cancel) => await reads.QueryAsync(
        $"{Rows} AND i.user_id = $1 AND ($2::text IS NULL OR i.id < $2) ORDER BY i.id DESC LIMIT $3", Read, cancel, user.Value, before, (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<InvitationView?> FindAsync(UserId user, string id, CancellationToken cancel) =>
        await reads.QueryAsync($"{Rows} AND i.user_id = $1 AND i.id = $2", Read, cancel, user.Value, id).ConfigureAwait(false) is [var found] ? found : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(UserId User, InvitationView Invitation)>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) => await reads.QueryAsync(
        $"{Rows} AND i.id = ANY ($1)", row => (new UserId(row.GetString(7)), Read(row)), cancel, ids.ToArray()).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<KeptInvitation>> OfUserAsync(UserId user, string? after, int limit, CancellationToken cancel) => await reads.QueryAsync(
        "SELECT id, user_id, by_user, room, at, declined_at FROM invitations WHERE (user_id = $1 OR by_user = $1) AND id > $2 ORDER BY id LIMIT $3",
        row => new KeptInvitation(
            row.GetString(0),
            new UserId(row.GetString(1)),
            new UserId(row.GetString(2)),
            row.GetString(3) is { Length: > 0 } room ? new RoomId(room) : null,
            row.Time(4),
            row.TimeOrNull(5)),
        cancel,
        user.Value,
        after ?? "",
        (long)limit).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<(int Count, DateTimeOffset Since)> NamedAsync(UserId user, CancellationToken cancel) =>
        await reads.QueryAsync("SELECT count, since FROM named_people WHERE user_id = $1", row => ((int)row.GetInt64(0), row.Time(1)), cancel, user.Value)
            .ConfigureAwait(false) is [var named] ? named : default;

    private static InvitationView Read(NpgsqlDataReader row) => new(
        row.GetString(0),
        new UserId(row.GetString(1)),
        row.GetString(2),
        row.GetString(3),
        row.GetString(4) is { Length: > 0 } room ? new RoomId(room) : null,
        row.TextOrNull(5),
        row.Time(6));
}
