using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Writes chat's tables for one batch.</summary>
internal sealed class PostgresChatWriter(PostgresBatch batch) : PostgresTableWriter
{
    private readonly PostgresRoomRows _rows = new(batch);
    private readonly Dictionary<RoomId, int?> _keepDays = [];
    private readonly List<SaveRoomSettings> _settings = [];

    /// <inheritdoc/>
    public override void Need(JournalEntry entry)
    {
        if (entry is not AppendEvents append)
            return;
        foreach (var e in append.Events)
            _rows.Loaded.Need(e);
    }

    /// <inheritdoc/>
    public override void AddQueries(PostgresQueries queries) => _rows.Loaded.AddQueries(queries);

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveMark mark:
                _rows.Members.Of(mark.Room, mark.User).Mark(mark.Read, mark.Delivered);
                return new Saved(mark);
            case SaveRetention retention:
                _keepDays[retention.Room] = retention.Days;
                return new Saved(retention);
            case SaveRoomSettings settings:
                _settings.Add(settings);
                return new Saved(settings);
            case SaveThread thread:
                _rows.Threads.Save(thread);
                return new Saved(thread);
            case ForgetThreads forgotten:
                _rows.Threads.Forget(forgotten.User);
                return new Saved(forgotten);
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void BeginAppend(LogRoom room, AppendEvents entry) => _rows.Begin(room, entry.Create);

    /// <inheritdoc/>
    public override void Apply(LogRoom room, LogEvent e) => RoomProjection.Apply(room, e, _rows);

    /// <inheritdoc/>
    public override void EndAppend(LogRoom room, AppendEvents entry) => RoomProjection.End(room, entry, _rows);

    /// <inheritdoc/>
    public override void AddCommands(NpgsqlBatch batch)
    {
        _rows.AddCommands(batch);
        foreach (var (room, days) in _keepDays)
            batch.Add("UPDATE rooms SET keep_days = $2::integer WHERE id = $1", room.Value, (long?)days);
        foreach (var settings in _settings)
            SettingCommands.Add(batch, settings);
    }
}
