using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AkkaRealtime.EventLoops;

/// <summary>
/// Linux's epoll(7), level-triggered, with a wake-up call for the one thread that waits on it. Whoever is late, and calls it when it is closed, does nothing: the descriptors are
/// handles, since their numbers are given to somebody else's file or socket by then.
/// </summary>
internal sealed unsafe partial class Epoll : IDisposable
{
    /// <summary>The most events of one <see cref="Wait"/>.</summary>
    public const int MaxEvents = 1_024;

    /// <summary>The tag of a wake-up, which no socket has.</summary>
    public const ulong WakeUp = ulong.MaxValue;

    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const uint EdgeTriggered = 1u << 31;
    private const int OpAdd = 1;
    private const int OpRemove = 2;
    private const int OpModify = 3;
    private const int Interrupted = 4;

    // struct epoll_event is packed on x64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int TagOffset = EventSize - 8;
    private readonly SafeFileHandle _epoll;
    private readonly SafeFileHandle _wake;
    private readonly byte[] _events = GC.AllocateUninitializedArray<byte>(MaxEvents * 16, pinned: true);

    /// <exception cref="Win32Exception">The process has too many open files.</exception>
    public Epoll()
    {
        _epoll = new SafeFileHandle(Checked(epoll_create1(CloseOnExec)), ownsHandle: true);
        _wake = new SafeFileHandle(Checked(eventfd(0, CloseOnExec | NonBlocking)), ownsHandle: true);

        // Edge-triggered, each write is an event of its own, and nobody has to read the counter.
        Control(OpAdd, (int)_wake.DangerousGetHandle(), (PollEvents)EdgeTriggered | PollEvents.Read, WakeUp);
    }

    /// <summary>Begins to report what happens to a socket. Safe from any thread, like those below.</summary>
    public void Add(nint socket, PollEvents interest, ulong tag) => Control(OpAdd, (int)socket, interest, tag);

    /// <summary>Reports something else from now on.</summary>
    public void Change(nint socket, PollEvents interest, ulong tag) => Control(OpModify, (int)socket, interest, tag);

    /// <summary>Reports nothing more.</summary>
    public void Remove(nint socket) => Control(OpRemove, (int)socket, PollEvents.None, 0);

    /// <summary>Lets <see cref="Wait"/> return.</summary>
    public void Wake()
    {
        var one = 1UL;
        try
        {
            _ = write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Waits for events, or takes those that are there; how many.</summary>
    public int Wait(bool wait)
    {
        fixed (byte* events = _events)
        {
            var count = epoll_wait(_epoll, events, MaxEvents, wait ? -1 : 0);
            return count >= 0 || Marshal.GetLastPInvokeError() == Interrupted ? Math.Max(count, 0) : Checked(count);
        }
    }

    /// <summary>One event of the last <see cref="Wait"/>.</summary>
    public (ulong Tag, PollEvents Events) this[int index]
    {
        get
        {
            var e = _events.AsSpan(index * EventSize, EventSize);
            return (MemoryMarshal.Read<ulong>(e[TagOffset..]), (PollEvents)MemoryMarshal.Read<uint>(e));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wake.Dispose();
        _epoll.Dispose();
    }

    private void Control(int operation, int socket, PollEvents interest, ulong tag)
    {
        var e = stackalloc byte[16];
        *(uint*)e = (uint)interest;
        *(ulong*)(e + TagOffset) = tag;
        try
        {
            Checked(epoll_ctl(_epoll, operation, socket, e));
        }
        catch (ObjectDisposedException)
        {
            // Nobody is told of the socket any more.
        }
    }

    private static int Checked(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(SafeFileHandle epoll, int operation, int socket, byte* e);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(SafeFileHandle epoll, byte* events, int most, int milliseconds);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(SafeFileHandle descriptor, void* bytes, nuint length);
}

/// <summary>What happens to a socket: the flags of epoll(7).</summary>
[Flags]
internal enum PollEvents : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There is something to read, or the end.</summary>
    Read = 0x1,

    /// <summary>It takes bytes again.</summary>
    Write = 0x4,

    /// <summary>It failed. Always reported.</summary>
    Error = 0x8,

    /// <summary>It is shut down both ways. Always reported.</summary>
    HangUp = 0x10,
}
