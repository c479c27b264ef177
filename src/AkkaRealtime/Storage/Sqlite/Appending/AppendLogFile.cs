using AkkaRealtime.Storage.Files;
using Microsoft.Win32.SafeHandles;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// One of the two files of the append log. It grows by zeros that are written before frames are, and begins again from the front: a flush of bytes that
/// have their place already costs a third of one that makes the file longer.
/// </summary>
internal sealed class AppendLogFile : IDisposable
{
    /// <summary>How long it gets.</summary>
    public const int MaxBytes = 32 * 1_024 * 1_024;

    private static readonly byte[] Zeros = new byte[1_024 * 1_024];
    private readonly SafeFileHandle _file;
    private long _allocated;
    private int _end;

    private AppendLogFile(string path, SafeFileHandle file)
    {
        (Path, _file) = (path, file);
        _allocated = RandomAccess.GetLength(file);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Opens it, made where it doesn't exist.</summary>
    /// <exception cref="InvalidOperationException">It can't be opened; the message says what to do.</exception>
    public static AppendLogFile Open(string path)
    {
        try
        {
            var isNew = !File.Exists(path);
            var file = new AppendLogFile(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
            if (isNew)
                Private.Close(path);
            if (isNew)
                Durable.Flush(System.IO.Path.GetDirectoryName(path)!);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"'{path}', where the SQLite store keeps what was just confirmed to senders, can't be opened: {e.Message} Let the server's user write it, or set AkkaRealtime:DataDirectory to another folder.",
                e);
        }
    }

    /// <summary>Opens one that is there, to read it.</summary>
    public static AppendLogFile OpenToRead(string path) => new(path, File.OpenHandle(path));

    /// <summary>Whether a frame of that many bytes has room.</summary>
    public bool Fits(int bytes) => bytes <= MaxBytes - _end;

    /// <summary>Writes a frame behind the last one; it is on the disk when this returns. Where it throws, the next one is written in its place.</summary>
    /// <exception cref="IOException">It was not written, or not wholly: the disk is full, or fails.</exception>
    public void Append(ReadOnlySpan<byte> frame)
    {
        var flushed = _allocated;
        while (_allocated < _end + frame.Length)
        {
            RandomAccess.Write(_file, Zeros, _allocated);
            _allocated += Zeros.Length;
        }

        if (flushed != _allocated)
            RandomAccess.FlushToDisk(_file);
        RandomAccess.Write(_file, frame, _end);
        RandomAccess.FlushToDisk(_file);
        _end += frame.Length;
    }

    /// <summary>Begins again from the front; what is in it stays until it is written over.</summary>
    public void Rewind() => _end = 0;

    /// <summary>Begins again with nothing in it.</summary>
    public void Erase()
    {
        RandomAccess.SetLength(_file, 0);
        RandomAccess.FlushToDisk(_file);
        (_allocated, _end) = (0, 0);
    }

    /// <summary>All of it.</summary>
    public byte[] Read()
    {
        var bytes = new byte[RandomAccess.GetLength(_file)];
        var read = 0;
        while (RandomAccess.Read(_file, bytes.AsSpan(read), read) is > 0 and var some)
            read += some;
        return bytes[..read];
    }

    /// <summary>Closes and removes it.</summary>
    public void Delete()
    {
        Dispose();
        File.Delete(Path);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
