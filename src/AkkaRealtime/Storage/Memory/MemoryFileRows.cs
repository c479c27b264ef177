using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Storage.Memory;

/// <summary>The rows of files in memory, and which events name them.</summary>
internal sealed class MemoryFileRows(MemoryEngine engine) : IFileRows
{
    private readonly SortedDictionary<string, FileRow> _rows = new(StringComparer.Ordinal);
    private readonly HashSet<(string User, string File)> _uses = [];
    private readonly Dictionary<string, SemaphoreSlim> _alone = [];

    /// <summary>All rows, for whoever looks at everything that is kept.</summary>
    public IEnumerable<FileRow> All => _rows.Values;

    /// <summary>An event names a file: it is sent, and there again where another event's end has just taken it away.</summary>
    public void Use(string user, string file)
    {
        _uses.Add((user, file));
        if (_rows.TryGetValue(file, out var row))
            _rows[file] = row with { Sent = true, State = row.State == FileState.Gone ? FileState.There : row.State };
    }

    /// <summary>A message that waits for its time names a file.</summary>
    public void Hold(string user, string file) => _uses.Add((user, file));

    /// <summary>An event was deleted: what no other event names is gone with it.</summary>
    public void Release(string user)
    {
        foreach (var (_, file) in _uses.Where(u => u.User == user).ToList())
        {
            _uses.Remove((user, file));
            if (_rows.TryGetValue(file, out var row) && !_uses.Any(u => u.File == file))
                _rows[file] = row with { State = FileState.Gone };
        }
    }

    /// <summary>An event names one of its files no more.</summary>
    public void Release(string user, string file)
    {
        if (_uses.Remove((user, file)) && _rows.TryGetValue(file, out var row) && !_uses.Any(u => u.File == file))
            _rows[file] = row with { State = FileState.Gone };
    }

    /// <inheritdoc/>
    public Task AddAsync(FileRow row, CancellationToken cancel) => Change(() => _rows.TryAdd(row.Id.Value, row with { State = FileState.Arriving, Sent = false }));

    /// <inheritdoc/>
    public Task SetThereAsync(FileId id, CancellationToken cancel) => Change(() =>
    {
        if (_rows.TryGetValue(id.Value, out var row) && row.State == FileState.Arriving)
            _rows[id.Value] = row with { State = FileState.There };
        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRow>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        engine.ReadAsync<IReadOnlyList<FileRow>>(() => [.. ids.Distinct().Where(_rows.ContainsKey).Select(id => _rows[id] with { Held = !_rows[id].Sent && IsNamed(id) })], cancel);

    /// <inheritdoc/>
    public Task<bool> IsSentAsync(RoomId room, UserId user, string key, CancellationToken cancel) =>
        engine.ReadAsync(() => engine.Find(room)?.Events.Any(e => e.Event.By == user && e.Event.Facts() is var f && f.Key == key && f.Number != LogFacts.OtherDomains) == true, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRow>> OfUserAsync(UserId user, FileId? after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<FileRow>>(
        () => [.. _rows.Values.Where(r => r.By == user && string.CompareOrdinal(r.Id.Value, after?.Value ?? "") > 0).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<long> BytesOfAsync(UserId user, CancellationToken cancel) =>
        engine.ReadAsync(() => _rows.Values.Where(r => r.By == user && r.State != FileState.Gone).Sum(r => r.Size), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FileRow>> LeftoversAsync(DateTimeOffset unsentBefore, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<FileRow>>(
        () => [.. _rows.Values.Where(r => r.State == FileState.Gone || IsLeftover(r, unsentBefore)).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<FileRetirement> RetireAsync(FileId id, DateTimeOffset? leftoverBefore, CancellationToken cancel) => Change(() =>
    {
        if (!_rows.TryGetValue(id.Value, out var row))
            return new FileRetirement(false, false);
        var retired = leftoverBefore is null || row.State == FileState.Gone || IsLeftover(row, leftoverBefore.Value);
        if (retired)
            _rows[id.Value] = row with { State = FileState.Gone };
        return new FileRetirement(retired, !_rows.Values.Any(r => r.Hash == row.Hash && r.Id != id));
    });

    /// <inheritdoc/>
    public Task ForgetAsync(FileId id, CancellationToken cancel) => Change(() =>
    {
        _uses.RemoveWhere(u => u.File == id.Value);
        return _rows.Remove(id.Value);
    });

    /// <inheritdoc/>
    public async Task<T> AloneAsync<T>(string hash, Func<Task<T>> action, CancellationToken cancel)
    {
        var gate = Gate(hash);
        await gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await action().ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private bool IsNamed(string file) => _uses.Any(u => u.File == file);

    private bool IsLeftover(FileRow row, DateTimeOffset before) => !row.Sent && row.At < before && !IsNamed(row.Id.Value);

    private SemaphoreSlim Gate(string hash)
    {
        lock (_alone)
            return _alone.TryGetValue(hash, out var gate) ? gate : _alone[hash] = new SemaphoreSlim(1);
    }

    private Task<T> Change<T>(Func<T> change) => Task.FromResult(engine.Alone(change));
}
