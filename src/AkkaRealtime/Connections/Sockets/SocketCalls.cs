using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AkkaRealtime.Connections.Sockets;

/// <summary>recv(2) and send(2) that never wait, whatever mode the socket is in: <see cref="Socket"/> has none that promise it.</summary>
internal static unsafe partial class SocketCalls
{
    /// <summary>The result where the call would have to wait.</summary>
    public const int WouldBlock = -1;

    private const int Peeking = 0x2;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int TryAgain = 11;
    private const int Interrupted = 4;

    /// <summary>Takes what has come: bytes, 0 at the end, or <see cref="WouldBlock"/>.</summary>
    /// <exception cref="IOException">The socket failed.</exception>
    public static int Receive(SafeSocketHandle socket, Span<byte> buffer) => Receive(socket, buffer, DontWait);

    /// <summary>The same, and leaves it there.</summary>
    /// <exception cref="IOException">The socket failed.</exception>
    public static int Peek(SafeSocketHandle socket, Span<byte> buffer) => Receive(socket, buffer, DontWait | Peeking);

    /// <summary>Sends what the kernel has room for: bytes, or <see cref="WouldBlock"/>.</summary>
    /// <exception cref="IOException">The socket failed.</exception>
    public static int Send(SafeSocketHandle socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* from = bytes)
        {
            nint sent;
            while ((sent = send(socket, from, (nuint)bytes.Length, DontWait | NoSignal)) < 0)
            {
                if (IsEnd(out var result))
                    return result;
            }

            return (int)sent;
        }
    }

    private static int Receive(SafeSocketHandle socket, Span<byte> buffer, int flags)
    {
        fixed (byte* to = buffer)
        {
            nint received;
            while ((received = recv(socket, to, (nuint)buffer.Length, flags)) < 0)
            {
                if (IsEnd(out var result))
                    return result;
            }

            return (int)received;
        }
    }

    // False: a signal came between, again.
    private static bool IsEnd(out int result)
    {
        result = WouldBlock;
        return Marshal.GetLastPInvokeError() switch
        {
            TryAgain => true,
            Interrupted => false,
            var error => throw new IOException($"The socket failed (errno {error})."),
        };
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(SafeSocketHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(SafeSocketHandle socket, byte* buffer, nuint length, int flags);
}
