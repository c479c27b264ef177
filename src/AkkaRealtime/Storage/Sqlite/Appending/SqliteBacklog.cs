using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// What is acknowledged on the append log and not in the tables yet. Two files take turns: one is appended to by the journal's threads, while the
/// other is written into the tables by whoever has the writer; it is empty when that is committed, and they change places.
/// </summary>
internal sealed class SqliteBacklog : IDisposable
{
    /// <summary>The files of the log, beside the database.</summary>
    public static readonly string[] FileNames = ["realtime-0.log", "realtime-1.log"];

    /// <summary>So many are worth a step at once: bigger ones cost less each, and reads wait for them.</summary>
    public const int Step = 16_384;

    // Promise: in order, nothing lost. Beyond this (or AppendLogFile.MaxBytes) a batch is committed the direct way, behind the log: the journal waits for the tables.
    private const int Capacity = 2 * Step;

    private readonly Lock _lock = new();
    private readonly LoggedKinds _kinds;
    private readonly LogNumbering _numbering;
    private readonly Guid _store;
    private readonly ILogger _log;
    private readonly LogRecords _records = new();
    private LogHalf _active;
    private LogHalf _other;
    private long _last;
    private long _stored;
    private bool _isSpoilt;
    private bool _isFailing;
    private TaskCompletionSource? _nextStep;

    private SqliteBacklog(LogHalf active, LogHalf other, Guid store, IReadOnlyList<TableWriter> tables, SqliteSession reading, ILogger log)
    {
        (_active, _other, _store, _log) = (active, other, store, log);
        _kinds = new LoggedKinds(tables);
        _numbering = new LogNumbering(reading);
    }

    /// <summary>Opens the log in <paramref name="directory"/>, with what the last run left: it has to be stored before anything is logged.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="epoch">Names the store.</param>
    /// <param name="stored">The last frame that the tables have.</param>
    /// <param name="tables">What writes the domains' tables.</param>
    /// <param name="reading">A connection that reads; it stays the caller's.</param>
    /// <param name="log">Where it says what it finds.</param>
    /// <exception cref="InvalidOperationException">The log can't be opened or read; the message says what to do.</exception>
    public static SqliteBacklog Open(
        string directory, string epoch, long stored, IReadOnlyList<TableWriter> tables, SqliteSession reading, ILogger log)
    {
        var files = new List<AppendLogFile>();
        try
        {
            foreach (var name in FileNames)
                files.Add(AppendLogFile.Open(Path.Combine(directory, name)));
            var store = StoreOf(epoch);
            var backlog = new SqliteBacklog(new LogHalf(files[0]), new LogHalf(files[1]), store, tables, reading, log);
            backlog.Recover(stored);
            return backlog;
        }
        catch
        {
            files.ForEach(f => f.Dispose());
            throw;
        }
    }

    /// <summary>By which frames name the store with this epoch.</summary>
    public static Guid StoreOf(string epoch) => new(SHA256.HashData(Encoding.UTF8.GetBytes(epoch)).AsSpan(0, 16));

    /// <summary>Called when there is enough for a step.</summary>
    public Action? Crowded { get; set; }

    /// <summary>The number of the last frame.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>How many events and entries are not in the tables yet.</summary>
    public int Count => _active.Count + _other.Count;

    /// <summary>The last frame that is about <paramref name="room"/>; 0 where all of them are in the tables.</summary>
    public long LastOf(RoomId room)
    {
        lock (_lock)
            return Touched(room);
    }

    /// <summary>The last frame that is about one of <paramref name="rooms"/>; 0 where all of them are in the tables.</summary>
    public long LastOf(IReadOnlyList<RoomId> rooms)
    {
        lock (_lock)
            return rooms.Count == 0 ? 0 : rooms.Max(Touched);
    }

    /// <summary>Whether the tables have everything up to that frame.</summary>
    public bool IsStored(long number) => Volatile.Read(ref _stored) >= number;

    /// <summary>Completes when the tables have got something of the log the next time.</summary>
    public Task NextStep()
    {
        lock (_lock)
            return (_nextStep ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Whether an entry is one that the log takes.</summary>
    public bool IsLogged(JournalEntry entry) => _kinds.Includes(entry);

    /// <summary>
    /// Makes a batch durable on the log; null where it has to be committed the direct way. By the journal's threads.
    /// </summary>
    public IReadOnlyList<JournalResult>? TryCommit(IReadOnlyList<JournalEntry> entries)
    {
        if (!_kinds.Include(entries))
            return null;
        lock (_lock)
        {
            if (_isSpoilt || _active.Count >= Capacity)
                return null;
            var (events, others) = (_active.Events.Count, _active.Entries.Count);
            IReadOnlyList<JournalResult>? results = null;
            try
            {
                return results = Append(entries);
            }
            finally
            {
                if (results is null)
                    _active.Forget(events, others);
                else if (_active.Count >= Step && events + others < Step)
                    Crowded?.Invoke();
            }
        }
    }

    /// <summary>The older half of what the tables lack; null where they lack nothing. By who has the writer, and the same again until it is released.</summary>
    public LogHalf? Take()
    {
        lock (_lock)
        {
            if (_other.Last > _stored)
                return _other;
            if (_active.Last <= _stored)
                return null;
            (_active, _other) = (_other, _active);
            return _other;
        }
    }

    /// <summary>What <see cref="Take"/> returned is committed to the tables.</summary>
    public void Release(LogHalf half)
    {
        lock (_lock)
        {
            _stored = half.Last;
            _isSpoilt &= _stored < _last;
            half.Clear();
            _nextStep?.TrySetResult();
            _nextStep = null;
        }
    }

    /// <summary>Both halves.</summary>
    public IReadOnlyList<LogHalf> Halves()
    {
        lock (_lock)
            return [_active, _other];
    }

    /// <summary>Takes out of the file of a half what is in the tables; false where something is not. By who has the writer.</summary>
    public bool TryErase(LogHalf half)
    {
        lock (_lock)
        {
            if (half.Last > _stored)
                return false;
            half.File.Erase();
            return true;
        }
    }

    /// <summary>Removes the files where the tables have everything, as after a stop; otherwise the next start finds them.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var half in (LogHalf[])[_active, _other])
            {
                if (IsStored(_last))
                    half.File.Delete();
                else
                    half.File.Dispose();
            }
        }

        _records.Dispose();
    }

    private long Touched(RoomId room) => Math.Max(_active.Touched.GetValueOrDefault(room), _other.Touched.GetValueOrDefault(room));

    private void Recover(long stored)
    {
        var (frames, last) = LogRecovery.Read([_active.File, _other.File], _store, stored);
        (_stored, _last, _other.Last) = (stored, last, last);
        if (frames.Count == 0)
            return;
        foreach (var frame in frames)
            LogRecords.Read(frame, _kinds.Domain, _other);
        StorageLog.Recovered(_log, _other.Count);
    }

    private List<JournalResult>? Append(IReadOnlyList<JournalEntry> entries)
    {
        var results = new List<JournalResult>(entries.Count);
        _records.Begin();
        _numbering.Begin();
        try
        {
            foreach (var entry in entries)
            {
                if (Append(entry) is not { } result)
                    return null;
                results.Add(result);
            }
        }
        finally
        {
            _numbering.End();
        }

        return _records.IsEmpty || Write(entries) ? results : null;
    }

    private JournalResult? Append(JournalEntry entry)
    {
        if (entry is AppendEvents append)
            return _numbering.Number(append, _active, _other, _records);
        _active.Entries.Add(entry);
        return _records.Add(entry, _kinds.Domain);
    }

    private bool Write(IReadOnlyList<JournalEntry> entries)
    {
        if (!_active.File.Fits(_records.FrameBytes))
            return false;
        var number = _last + 1;
        try
        {
            _active.File.Append(_records.Seal(number, _store));
        }
        catch (IOException e)
        {
            // Nobody knows how much of it is on the disk: its number is never used for anything else, so that it is not taken for what follows.
            if (!_isFailing)
                StorageLog.LogFailed(_log, e, _active.File.Path);
            (_last, _active.Last, _isSpoilt, _isFailing) = (number, number, true, true);
            return false;
        }

        (_last, _active.Last, _isFailing) = (number, number, false);
        foreach (var entry in entries)
            _active.Touched[_kinds.RoomOf(entry)] = number;
        return true;
    }
}
