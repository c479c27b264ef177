using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>Who runs where: the server on the first core, the load on another, so that neither takes the other's time.</summary>
internal static unsafe partial class Cores
{
    /// <summary>The server's core, as taskset names it.</summary>
    public const string Server = "0";

    /// <summary>Keeps this process off the <paramref name="servers"/> first cores, where there are more.</summary>
    public static void KeepLoadOff(int servers = 1)
    {
        if (!OperatingSystem.IsLinux())
            throw new PlatformNotSupportedException("The load generator needs Linux: epoll, taskset and /proc.");
        var core = Math.Min(servers, Environment.ProcessorCount - 1);
        Process.GetCurrentProcess().ProcessorAffinity = 1 << core;
    }

    /// <summary>Runs something on the server's core, on a thread of its own; for what is compared with a server and is none itself.</summary>
    public static T OnServers<T>(Func<T> run)
    {
        T? result = default;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            var first = 1UL;
            if (sched_setaffinity(0, sizeof(ulong), &first) != 0)
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            try
            {
                result = run();
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return fault is null ? result! : throw new InvalidOperationException(fault.Message, fault);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int sched_setaffinity(int thread, nuint size, ulong* mask);
}
