using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>Linux's epoll, so that one thread reads thousands of sockets at the cost of a system call each and nothing more.</summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    private const int MaxEvents = 512;
    private const int Readable = 0x1;
    private const int Add = 1;
    private const int Remove = 2;
    private const int TryAgain = 11;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    // struct epoll_event is packed on x64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = EventSize - 8;
    private readonly int _epoll = Checked(epoll_create1(0));
    private readonly byte[] _events = GC.AllocateArray<byte>(MaxEvents * 16, pinned: true);

    /// <summary>Reports <paramref name="tag"/> whenever <paramref name="socket"/> has something to read.</summary>
    public void Watch(int socket, int tag)
    {
        var e = stackalloc byte[16];
        *(int*)e = Readable;
        *(long*)(e + DataOffset) = tag;
        Checked(epoll_ctl(_epoll, Add, socket, e));
    }

    /// <summary>Reports it no more.</summary>
    public void Forget(int socket)
    {
        var e = stackalloc byte[16];
        Checked(epoll_ctl(_epoll, Remove, socket, e));
    }

    /// <summary>Waits for at most <paramref name="milliseconds"/>; the tags of what can be read.</summary>
    public int Wait(Span<int> tags, int milliseconds)
    {
        fixed (byte* events = _events)
        {
            var count = epoll_wait(_epoll, events, Math.Min(MaxEvents, tags.Length), milliseconds);
            for (var i = 0; i < count; i++)
                tags[i] = (int)*(long*)(events + (i * EventSize) + DataOffset);
            return Math.Max(count, 0);
        }
    }

    /// <summary>Reads what is there: bytes, 0 at the end of the stream, -1 where nothing waits.</summary>
    public static int Read(int socket, byte[] buffer)
    {
        fixed (byte* to = buffer)
        {
            var count = (int)recv(socket, to, (nuint)buffer.Length, DontWait);
            return count >= 0 ? count : Marshal.GetLastPInvokeError() == TryAgain ? -1 : 0;
        }
    }

    /// <summary>Writes all of it; waits where the socket is full, which a client of small messages never sees.</summary>
    public static void Write(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            var sent = 0;
            while (sent < bytes.Length)
                sent += Checked((int)send(socket, from + sent, (nuint)(bytes.Length - sent), NoSignal));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _ = close(_epoll);

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int socket, byte* e);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);
}
