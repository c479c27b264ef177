using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Begins the transaction of a batch: locks its rooms, so that no other node appends to them, and loads what its entries need, in one round trip.</summary>
internal static class BatchLoader
{
    // In the order of their numbers, so that two nodes which lock the same rooms can't wait for each other.
    private const string LockRooms =
        "SELECT id, n, head, messages, last_message, name, topic FROM rooms WHERE id = ANY($1) ORDER BY n FOR UPDATE";

    private const string FindKeys =
        "SELECT r.id, e.sender, e.key, e.envelope FROM unnest($1::text[], $2::text[], $3::bytea[]) k (room, sender, key) " +
        "JOIN rooms r ON r.id = k.room JOIN events e ON e.room = r.n AND e.sender = k.sender AND e.key = k.key AND e.key IS NOT NULL";

    private const string FindTargets =
        "SELECT o.text, o.edited_at, o.deleted, o.pinned, o.reactions, e.id, e.room, e.seq " +
        "FROM events e LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq WHERE e.id = ANY($1) AND e.id IS NOT NULL";

    private const string FindSaid =
        "WITH gone AS (SELECT room, seq FROM events WHERE id = ANY($1) AND id IS NOT NULL), " +
        "said AS (SELECT room, seq AS message, seq FROM gone UNION ALL SELECT d.room, d.message, d.seq FROM gone g JOIN edits d ON d.room = g.room AND d.message = g.seq) " +
        "SELECT s.room, s.message, s.seq, e.envelope FROM said s JOIN events e ON e.room = s.room AND e.seq = s.seq";

    private const string FindPairs = "SELECT pair, id FROM rooms WHERE pair = ANY($1)";

    private const string TakeNumbers = "SELECT nextval('rooms_n') FROM generate_series(1, $1)";

    public static void Load(NpgsqlConnection connection, BatchState state)
    {
        using var batch = new NpgsqlBatch(connection);
        var read = new List<Action<NpgsqlDataReader, BatchState>>();
        batch.Add("BEGIN");
        Query(LockRooms, ReadRoom, state.RoomIds.ToArray());
        if (state.Keys.Count > 0)
        {
            Query(
                FindKeys,
                ReadKey,
                state.Keys.Select(k => k.Room.Value).ToArray(),
                state.Keys.Select(k => k.Sender.Value).ToArray(),
                state.Keys.Select(k => Rows.Utf8(k.Key)!).ToArray());
        }

        if (state.TargetIds.Count > 0)
            Query(FindTargets, ReadTarget, state.TargetIds.ToArray());
        if (state.DeletedIds.Count > 0)
            Query(FindSaid, ReadSaid, state.DeletedIds.ToArray());
        if (state.PairNames.Count > 0)
            Query(FindPairs, ReadPair, state.PairNames.ToArray());
        if (state.Creations > 0)
            Query(TakeNumbers, ReadNumber, state.Creations);

        using var reader = batch.ExecuteReader();
        foreach (var row in read)
        {
            while (reader.Read())
                row(reader, state);
            reader.NextResult();
        }

        void Query(string sql, Action<NpgsqlDataReader, BatchState> row, params ReadOnlySpan<Parameter> parameters)
        {
            batch.Add(sql, parameters);
            read.Add(row);
        }
    }

    private static void ReadRoom(NpgsqlDataReader row, BatchState state)
    {
        var id = row.GetString(0);
        state.Rooms.Add(new RoomId(id), new RoomRow(row.GetInt64(1), id)
        {
            Head = row.GetInt64(2),
            Messages = row.GetInt64(3),
            LastMessage = row.GetInt64(4),
            Name = row.GetString(5),
            Topic = row.GetString(6),
        });
    }

    private static void ReadKey(NpgsqlDataReader row, BatchState state)
    {
        var envelope = row.GetFieldValue<byte[]>(3);
        var key = new SentKey(new RoomId(row.GetString(0)), new UserId(row.GetString(1)), Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(2)));
        state.Sent.Add(key, new AppendedEvent(RoomEventJson.Decode(envelope), new EncodedEnvelope(envelope), true));
    }

    private static void ReadTarget(NpgsqlDataReader row, BatchState state)
    {
        var room = row.GetInt64(6);
        state.Targets.Add((room, row.GetString(5)), new MessageTarget(room, row.GetInt64(7), row.Overlay(0) ?? new MessageOverlay()));
    }

    private static void ReadSaid(NpgsqlDataReader row, BatchState state)
    {
        var message = (row.GetInt64(0), row.GetInt64(1));
        if (!state.Said.TryGetValue(message, out var said))
            state.Said.Add(message, said = []);
        said.Add((row.GetInt64(2), row.GetFieldValue<byte[]>(3)));
    }

    private static void ReadPair(NpgsqlDataReader row, BatchState state) => state.Pairs.Add(row.GetString(0), new RoomId(row.GetString(1)));

    private static void ReadNumber(NpgsqlDataReader row, BatchState state) => state.FreeNumbers.Enqueue(row.GetInt64(0));
}
