using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AkkaRealtime.Storage.Files;

/// <summary>Makes files and names durable. .NET flushes files; that a name is in its folder after a power cut takes an fsync of the folder, which it has not.</summary>
internal static partial class Durable
{
    private const int ReadOnly = 0;

    /// <summary>Flushes a file or, on Unix, a folder.</summary>
    public static void Flush(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            FlushUnix(path);
        }
        else if (File.Exists(path))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
        }
    }

    private static void FlushUnix(string path)
    {
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            throw Failed(path);
        try
        {
            if (FSync(descriptor) != 0)
                throw Failed(path);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string path)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"'{path}' can't be flushed: {cause.Message}", cause);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
