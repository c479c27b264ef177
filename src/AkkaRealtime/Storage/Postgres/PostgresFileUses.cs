using AkkaRealtime.Storage.Files;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Which events name which files, in the commands of a batch; see <see cref="IFileRows"/>.</summary>
internal static class PostgresFileUses
{
    /// <summary>Events name files: they are sent, and there again where another event's end has just taken them away.</summary>
    /// <param name="batch">The commands.</param>
    /// <param name="users">The ids of the events, unique among all that name files.</param>
    /// <param name="files">The ids of the files, as many.</param>
    public static void Add(NpgsqlBatch batch, string[] users, string[] files)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Add("INSERT INTO file_uses (message, file) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING", users, files);
        batch.Add("UPDATE files SET sent = true, state = CASE state WHEN 2 THEN 1 ELSE state END WHERE id = ANY($1)", files);
    }

    /// <summary>Events are gone: so is what no other event names. After <see cref="Add"/>, so that a file which another event of the batch names stays.</summary>
    public static void Remove(NpgsqlBatch batch, string[] users)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Add(
            "UPDATE files f SET state = 2 WHERE f.id IN (SELECT file FROM file_uses WHERE message = ANY($1)) " +
            "AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = f.id AND u.message <> ALL($1))",
            users);
        batch.Add("DELETE FROM file_uses WHERE message = ANY($1)", users);
    }

    /// <summary>Events name some of their files no more: these are gone, unless other events name them. After <see cref="Add"/>.</summary>
    public static void Remove(NpgsqlBatch batch, string[] users, string[] files)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Add("DELETE FROM file_uses u USING unnest($1::text[], $2::text[]) v (message, file) WHERE u.message = v.message AND u.file = v.file", users, files);
        batch.Add("UPDATE files f SET state = 2 WHERE f.id = ANY($1) AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = f.id)", files);
    }
}
