using System.Buffers;
using System.Security.Cryptography;

namespace AkkaRealtime.Storage.Files;

/// <summary>Where uploads are written to while they come in: <c>files/incoming</c>. What is there belongs to nobody once its writer has gone.</summary>
internal sealed class Incoming(string directory)
{
    /// <summary>So much of a body is read at once.</summary>
    public const int BufferBytes = 65_536;

    /// <summary>
    /// Removes what uploads of a process that was killed have left. A writer's lock on its file ends with it, so what can be opened is nobody's,
    /// also where several nodes share the folder.
    /// </summary>
    public void Clear()
    {
        Directory.CreateDirectory(directory);
        foreach (var path in Directory.EnumerateFiles(directory))
        {
            try
            {
                using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                    File.Delete(path);
            }
            catch (IOException)
            {
                // It is being written.
            }
        }
    }

    /// <summary>Writes <paramref name="body"/> to a file of its own, counting and hashing; null where it has more than <paramref name="mostBytes"/>.</summary>
    /// <exception cref="StoreUnavailableException">The disk is full, or fails.</exception>
    public async Task<Received?> ReceiveAsync(Stream body, long mostBytes, CancellationToken cancel)
    {
        var received = new Received(Create());
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = received.Buffer;
            int read;
            while ((read = await body.ReadAsync(buffer.AsMemory(0, BufferBytes), cancel).ConfigureAwait(false)) > 0)
            {
                received.Size += read;
                if (received.Size > mostBytes)
                {
                    received.Dispose();
                    return null;
                }

                hash.AppendData(buffer, 0, read);
                await WriteAsync(received.File, buffer.AsMemory(0, read), cancel).ConfigureAwait(false);
            }

            received.Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
            return received;
        }
        catch
        {
            received.Dispose();
            throw;
        }
    }

    private FileStream Create()
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new FileStream(Path.Combine(directory, Guid.NewGuid().ToString("n")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 0, FileOptions.Asynchronous);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"Files: {e.Message}", e);
        }
    }

    // The client's end of it fails otherwise.
    private static async ValueTask WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await file.WriteAsync(bytes, cancel).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new StoreUnavailableException($"Files: {e.Message}", e);
        }
    }

    /// <summary>An upload that is in. Disposed, nothing is left of it, except where the store has taken the file.</summary>
    internal sealed class Received(FileStream file) : IDisposable
    {
        // Enough for the sizes of pictures behind their EXIF and colour profiles. Rented: so large an array for each upload would make the collector look through all of memory again and again.
        private const int HeadBytes = 262_144;

        private bool _isDisposed;

        public FileStream File { get; } = file;

        /// <summary>What it is read through, and in the end where its head stands.</summary>
        public byte[] Buffer { get; } = ArrayPool<byte>.Shared.Rent(HeadBytes);

        public long Size { get; set; }

        public string Hash { get; set; } = "";

        /// <summary>The first bytes; until it is disposed.</summary>
        public ReadOnlyMemory<byte> Head() => Buffer.AsMemory(0, RandomAccess.Read(File.SafeFileHandle, Buffer.AsSpan(0, HeadBytes), 0));

        /// <inheritdoc/>
        public void Dispose()
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            ArrayPool<byte>.Shared.Return(Buffer);
            System.IO.File.Delete(File.Name);
            File.Dispose();
        }
    }
}
