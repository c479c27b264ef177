using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage.Sqlite;

/// <summary>Which messages name which files, inside the transaction of their events.</summary>
internal static class SqliteFileUses
{
    /// <summary>A message names files: they are sent, and there again where another message's end has just taken them away.</summary>
    public static void Add(SqliteSession session, MessageId message, IReadOnlyList<Attachment> files)
    {
        foreach (var file in files)
        {
            session["INSERT INTO file_uses (message, file) VALUES (?1, ?2) ON CONFLICT DO NOTHING"].Bind(1, message.Value).Bind(2, file.Id).Run();
            session["UPDATE files SET sent = 1, state = CASE state WHEN 2 THEN 1 ELSE state END WHERE id = ?1"].Bind(1, file.Id).Run();
        }
    }

    /// <summary>A message was deleted: what no other message names is gone with it.</summary>
    public static void Remove(SqliteSession session, MessageId message)
    {
        session["UPDATE files SET state = 2 WHERE id IN (SELECT file FROM file_uses WHERE message = ?1) " +
                "AND NOT EXISTS (SELECT 1 FROM file_uses u WHERE u.file = files.id AND u.message <> ?1)"].Bind(1, message.Value).Run();
        session["DELETE FROM file_uses WHERE message = ?1"].Bind(1, message.Value).Run();
    }
}
