namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// Commits of the append log, read while a server writes it. What is read of a file that is written meanwhile may have holes: a commit that was half there, and the next
/// one, which was whole by the time that the reader came to it. So reads add up until there is no hole (<see cref="After"/>).
/// </summary>
internal sealed class LogSnapshot
{
    private readonly SortedDictionary<long, (Guid Store, ReadOnlyMemory<byte> Bytes)> _frames = [];

    /// <summary>Reads what the files in <paramref name="directory"/> hold now. A server that stops takes them away: then its tables have everything.</summary>
    /// <exception cref="InvalidOperationException">A later version wrote them.</exception>
    public void Read(string directory)
    {
        foreach (var name in SqliteBacklog.FileNames)
        {
            var path = Path.Combine(directory, name);
            try
            {
                if (Bytes(path) is { } bytes)
                    Add(bytes);
            }
            catch (InvalidOperationException e)
            {
                throw new InvalidOperationException($"'{path}' can't be copied: {e.Message}.", e);
            }
        }
    }

    /// <summary>Adds the commits of one file.</summary>
    public void Add(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            if (LogFrame.TryRead(file, at, out var frame))
            {
                _frames[frame.Number] = (frame.Store, file.AsMemory(at..frame.End));
                at = frame.End;
            }
            else
            {
                at += LogFrame.Alignment;
            }
        }
    }

    /// <summary>The commits of <paramref name="store"/> behind <paramref name="stored"/>, which its tables have, in order; null where there is a hole before some of them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? After(long stored, Guid store)
    {
        var behind = _frames.Where(f => f.Key > stored && f.Value.Store == store).ToList();
        return behind.Count == 0 || behind[^1].Key == stored + behind.Count ? [.. behind.Select(f => f.Value.Bytes)] : null;
    }

    private static byte[]? Bytes(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            var bytes = new byte[file.Length];
            return bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)).ToArray();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
