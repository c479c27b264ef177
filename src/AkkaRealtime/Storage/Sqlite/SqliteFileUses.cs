using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Which events name which files, inside the transaction of the events; see <see cref="IFileRows"/>.</summary>
internal static class SqliteFileUses
{
    /// <summary>An event names a file: it is sent, and there again where another event's end has just taken it away.</summary>
    /// <param name="session">The connection that writes.</param>
    /// <param name="user">The id of the event, unique among all that name files.</param>
    /// <param name="file">The id of the file.</param>
    public static void Add(SqliteSession session, string user, string file)
    {
        ArgumentNullException.ThrowIfNull(session);
        session["INSERT INTO file_uses (message, file) VALUES (?1, ?2) ON CONFLICT DO NOTHING"].Bind(1, user).Bind(2, file).Run();
        session["UPDATE files SET sent = 1, state = CASE state WHEN 2 THEN 1 ELSE state END WHERE id = ?1"].Bind(1, file).Run();
    }

    /// <summary>A message that waits for its time names a file: it stays, and is not sent yet. <see cref="Remove(SqliteSession, string)"/> lets go of it.</summary>
    public static void Hold(SqliteSession session, string user, string file)
    {
        ArgumentNullException.ThrowIfNull(session);
        session["INSERT INTO file_uses (message, file) VALUES (?1, ?2) ON CONFLICT DO NOTHING"].Bind(1, user).Bind(2, file).Run();
    }

    /// <summary>An event was deleted: what no other event names is gone with it.</summary>
    public static void Remove(SqliteSession session, string user)
    {
        ArgumentNullException.ThrowIfNull(session);
        session["UPDATE files SET state = 2 WHERE id IN (SELECT file FROM file_uses WHERE message = ?1) " +
                "AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = files.id AND u.message <> ?1)"].Bind(1, user).Run();
        session["DELETE FROM file_uses WHERE message = ?1"].Bind(1, user).Run();
    }

    /// <summary>An event names one of its files no more: it is gone, unless another event names it.</summary>
    public static void Remove(SqliteSession session, string user, string file)
    {
        ArgumentNullException.ThrowIfNull(session);
        session["DELETE FROM file_uses WHERE message = ?1 AND file = ?2"].Bind(1, user).Bind(2, file).Run();
        session["UPDATE files SET state = 2 WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = ?1)"].Bind(1, file).Run();
    }
}
