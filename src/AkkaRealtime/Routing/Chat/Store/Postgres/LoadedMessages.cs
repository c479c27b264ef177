using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>What the events of a batch need to know of what is stored: the messages that they are about, and the names of rooms that are renamed.</summary>
internal sealed class LoadedMessages
{
    private const string FindTargets =
        "SELECT o.text, o.edited_at, o.deleted, o.pinned, o.reactions, o.previews, e.id, e.room, e.seq " +
        "FROM events e LEFT JOIN overlays o ON o.room = e.room AND o.seq = e.seq WHERE e.id = ANY($1) AND e.id IS NOT NULL";

    private const string FindSaid =
        "WITH gone AS (SELECT room, seq FROM events WHERE id = ANY($1) AND id IS NOT NULL), " +
        "said AS (SELECT room, seq AS message, seq FROM gone UNION ALL SELECT d.room, d.message, d.seq FROM gone g JOIN edits d ON d.room = g.room AND d.message = g.seq) " +
        "SELECT s.room, s.message, e.envelope FROM said s JOIN events e ON e.room = s.room AND e.seq = s.seq";

    private readonly HashSet<string> _targetIds = [];
    private readonly HashSet<string> _emptiedIds = [];
    private readonly HashSet<string> _renamed = [];

    /// <summary>Where messages stand.</summary>
    public Dictionary<(long Room, string Id), long> Messages { get; } = [];

    /// <summary>What happened to them.</summary>
    public Dictionary<(long Room, long Seq), MessageOverlay> Overlays { get; } = [];

    /// <summary>Of messages that are taken out of the log, what the log says in them and in their edits.</summary>
    public Dictionary<(long Room, long Message), List<byte[]>> Said { get; } = [];

    /// <summary>Name and topic of rooms.</summary>
    public Dictionary<long, (string Name, string Topic)> Names { get; } = [];

    /// <summary>An event of the batch.</summary>
    public void Need(LogEvent e)
    {
        switch (e)
        {
            case IMessageEvent { Id.Value: var id }:
                _targetIds.Add(id);
                if (e is ChatDeleted { Empties: true })
                    _emptiedIds.Add(id);
                break;
            case ChatUpdated updated when updated.Name is not null || updated.Topic is not null:
                _renamed.Add(e.Room.Value);
                break;
        }
    }

    /// <summary>Adds the queries.</summary>
    public void AddQueries(PostgresQueries queries)
    {
        if (_targetIds.Count > 0)
            queries.Add(FindTargets, ReadTarget, _targetIds.ToArray());
        if (_emptiedIds.Count > 0)
            queries.Add(FindSaid, ReadSaid, _emptiedIds.ToArray());
        if (_renamed.Count > 0)
            queries.Add("SELECT n, name, topic FROM rooms WHERE id = ANY($1)", row => Names.Add(row.GetInt64(0), (row.GetString(1), row.GetString(2))), _renamed.ToArray());
    }

    private void ReadTarget(NpgsqlDataReader row)
    {
        var (room, seq) = (row.GetInt64(7), row.GetInt64(8));
        Messages.Add((room, row.GetString(6)), seq);
        if (row.Overlay(0) is { } overlay)
            Overlays.Add((room, seq), overlay);
    }

    private void ReadSaid(NpgsqlDataReader row)
    {
        var message = (row.GetInt64(0), row.GetInt64(1));
        if (!Said.TryGetValue(message, out var said))
            Said.Add(message, said = []);
        said.Add(row.GetFieldValue<byte[]>(2));
    }
}
