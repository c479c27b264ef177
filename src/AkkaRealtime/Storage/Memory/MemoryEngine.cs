using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AkkaRealtime.Storage.Memory;

/// <summary>
/// A store that keeps everything in this process's memory, for tests: it answers as the others do, and has forgotten all when the process ends. Not for
/// production. Where a domain's table writer throws, the entry's events are taken back; what table writers have made of them in memory is not.
/// </summary>
public sealed class MemoryEngine : IStoreEngine, IStoreWriter, IRoomLog
{
    private readonly Lock _gate = new();
    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly Dictionary<RoomId, MemoryRoom> _rooms = [];
    private readonly Dictionary<string, RoomId> _pairs = [];
    private readonly HashSet<string> _ids = [];
    private readonly TableWriter[] _tables;
    private long _lastNumber;
    private bool _closed;

    /// <summary>Makes an empty store.</summary>
    /// <param name="tables">What domains keep in it.</param>
    /// <param name="metrics">Counts reads.</param>
    /// <param name="log">Told of entries that could not be stored; null: nobody is.</param>
    internal MemoryEngine(IEnumerable<IMemoryTables> tables, RealtimeMetrics metrics, ILogger? log = null)
    {
        ArgumentNullException.ThrowIfNull(tables);
        _metrics = metrics;
        _log = log ?? NullLogger.Instance;
        FileRows = new MemoryFileRows(this);
        _tables = [.. TableOrder.Of(tables).Select(t => t.CreateWriter(this))];
    }

    /// <inheritdoc/>
    public string Epoch { get; } = Guid.NewGuid().ToString("n");

    /// <inheritdoc/>
    public IStoreWriter Writer => this;

    /// <inheritdoc/>
    public IRoomLog Log => this;

    /// <inheritdoc/>
    public IFileRows Files => FileRows;

    /// <summary>The clock, for reads of what ends by itself.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Awaited before each read: lets a test hold reads back, or throw <see cref="StoreUnavailableException"/> from them.</summary>
    internal Func<Task>? BeforeRead { get; set; }

    /// <summary>All rooms, in the order in which they were made.</summary>
    public IEnumerable<MemoryRoom> Rooms => _rooms.Values;

    internal MemoryFileRows FileRows { get; }

    /// <summary>The log of a room, or null.</summary>
    public MemoryRoom? Find(RoomId room) => _rooms.GetValueOrDefault(room);

    /// <summary>The tables of a domain.</summary>
    /// <exception cref="InvalidOperationException">They are not registered.</exception>
    public TTables Tables<TTables>()
        where TTables : TableWriter => _tables.OfType<TTables>().Single();

    /// <summary>Runs <paramref name="read"/> while nothing is being written.</summary>
    /// <exception cref="StoreUnavailableException">The store is closed.</exception>
    public async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (BeforeRead is { } before)
            await before().WaitAsync(cancel).ConfigureAwait(false);
        return Alone(() =>
        {
            _metrics.StoreQueries.Add(1);
            return read();
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Alone(() => entries.Select(Commit).ToArray());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredEvent>> EventsAsync(RoomId room, long after, long upTo, int limit, CancellationToken cancel) => ReadAsync<IReadOnlyList<StoredEvent>>(
        () => [.. (Find(room)?.Events ?? []).Where(e => e.Event.Seq > after && e.Event.Seq <= upTo).Take(limit).Select(e => new StoredEvent(e.Event.Seq, e.Envelope))],
        cancel);

    /// <inheritdoc/>
    public Task<bool> IsWritableAsync(CancellationToken cancel) => Task.FromResult(!_closed);

    /// <inheritdoc/>
    public Task ScrubAsync(CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Closes the store; what it holds stays until it is opened again.</summary>
    public void Dispose() => _closed = true;

    /// <summary>Opens it again with all that it held, as after a restart of a server.</summary>
    internal void Reopen() => _closed = false;

    internal T Alone<T>(Func<T> action)
    {
        lock (_gate)
            return _closed ? throw new StoreUnavailableException("The store is closed.") : action();
    }

    private JournalResult Commit(JournalEntry entry)
    {
        try
        {
            if (entry is AppendEvents append)
                return Append(append);
            return _tables.Select(t => t.Write(entry)).FirstOrDefault(result => result is not null) ?? JournalFaults.NobodyWrites(entry);
        }
#pragma warning disable CA1031 // The other entries are stored all the same.
        catch (Exception e)
#pragma warning restore CA1031
        {
            StorageLog.EntryFailed(_log, e, entry.GetType().Name);
            return JournalFaults.Failed(entry);
        }
    }

    private JournalResult Append(AppendEvents entry)
    {
        var room = Find(entry.Room);
        if (room is not null != entry.Create is null || entry.After != (room?.Head ?? 0))
            return new EventsRefused(entry.Room, AppendRefusal.Superseded);
        if (entry.Create?.Pair is { } pair && _pairs.TryGetValue(pair, out var existing))
            return new EventsRefused(entry.Room, AppendRefusal.PairExists, existing);

        // Before anything is changed: two events can't have one id.
        var fresh = entry.Events.Where(e => room?.Find(e, e.Facts()) is null).DistinctBy(e => e.Facts().Key is { } key ? (e.By, e.Type, key) : (object)e);
        if (fresh.Select(e => e.Facts().Id).FirstOrDefault(id => id is not null && _ids.Contains(id)) is { } taken)
            throw new InvalidOperationException($"There is an event with the id {taken} already.");
        var before = room?.Now ?? default;
        room ??= Create(entry, entry.Create!);
        try
        {
            return Append(room, entry);
        }
        catch
        {
            TakeBack(room, before, entry);
            throw;
        }
    }

    private EventsAppended Append(MemoryRoom room, AppendEvents entry)
    {
        foreach (var table in _tables)
            table.BeginAppend(room, entry);
        var before = room.Head;
        AppendedEvent[] appended = [.. entry.Events.Select(e => AppendOne(room, e))];
        foreach (var table in room.Head > before ? _tables : [])
            table.EndAppend(room, entry);
        return new EventsAppended(entry.Room, room.Head, appended);
    }

    private void TakeBack(MemoryRoom room, MemoryRoom.State before, AppendEvents entry)
    {
        foreach (var e in room.TakeBack(before))
        {
            if (e.Facts().Id is { } id)
                _ids.Remove(id);
        }

        if (entry.Create is not { } create)
            return;
        _rooms.Remove(entry.Room);
        if (create.Pair is not null)
            _pairs.Remove(create.Pair);
    }

    private AppendedEvent AppendOne(MemoryRoom room, LogEvent e)
    {
        var facts = e.Facts();
        if (room.Find(e, facts) is { } sent)
            return new AppendedEvent(sent.Event, sent.Envelope, true);
        var stored = room.Append(e, facts);
        var (numbered, envelope) = (stored.Event, stored.Envelope);
        if (facts.Id is not null)
            _ids.Add(facts.Id);
        foreach (var table in _tables)
        {
            if (table.Follows(numbered))
                table.Apply(room, numbered);
        }

        return new AppendedEvent(numbered, envelope, false);
    }

    private MemoryRoom Create(AppendEvents entry, NewRoom create)
    {
        var room = new MemoryRoom(++_lastNumber, entry.Room, create, entry.Events[0].At);
        _rooms.Add(entry.Room, room);
        if (create.Pair is not null)
            _pairs.Add(create.Pair, entry.Room);
        return room;
    }
}
