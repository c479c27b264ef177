using System.Globalization;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>A process's resident memory by kind, as far as the kernel tells (proc(5), smaps); bytes.</summary>
/// <param name="Managed">What lies in the range that .NET's collector has reserved.</param>
/// <param name="Native">Other memory that is no file's: stacks, compiled code, malloc.</param>
/// <param name="Files">Programs and libraries.</param>
/// <param name="Kernel">Socket buffers and kernel objects of the whole machine, both ends of each connection; null where it can't be read.</param>
internal sealed record Memory(long Managed, long Native, long Files, long? Kernel)
{
    // The collector reserves more than the machine has; nothing else comes near.
    private const long Reserved = 4L << 30;

    /// <summary>All that is the process's own.</summary>
    public long Resident => Managed + Native + Files;

    /// <summary>Reads it.</summary>
    public static Memory Of(int process)
    {
        long managed = 0, native = 0, files = 0;
        long runStart = 0, runEnd = 0, run = 0;
        foreach (var map in Maps(process))
        {
            if (map.IsFile)
            {
                files += map.Rss;
                continue;
            }

            if (map.Start != runEnd)
            {
                EndRun();
                (runStart, run) = (map.Start, 0);
            }

            runEnd = map.End;
            run += map.Rss;
        }

        EndRun();
        return new Memory(managed, native, files, ReadKernel());

        void EndRun()
        {
            if (runEnd - runStart >= Reserved)
                managed += run;
            else
                native += run;
        }
    }

    private static IEnumerable<(long Start, long End, bool IsFile, long Rss)> Maps(int process)
    {
        (long Start, long End, bool IsFile) map = default;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts[0] == "Rss:")
                yield return (map.Start, map.End, map.IsFile, long.Parse(parts[1], CultureInfo.InvariantCulture) * 1_024);
            else if (!parts[0].EndsWith(':') && parts[0].Split('-') is [var start, var end])
                map = (Hex(start), Hex(end), parts.Length > 5 && parts[5].StartsWith('/') && !parts[5].StartsWith("/memfd:", StringComparison.Ordinal));
        }
    }

    private static long Hex(string text) => (long)ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static long? ReadKernel()
    {
        if (!File.Exists("/proc/net/sockstat"))
            return null;
        var tcp = File.ReadLines("/proc/net/sockstat").First(l => l.StartsWith("TCP:", StringComparison.Ordinal)).Split(' ');
        var slab = File.ReadLines("/proc/meminfo").FirstOrDefault(l => l.StartsWith("Slab:", StringComparison.Ordinal))
            ?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (slab is null || tcp is not [.., "mem", var pages])
            return null;
        return (long.Parse(pages, CultureInfo.InvariantCulture) * Environment.SystemPageSize)
            + (long.Parse(slab[1], CultureInfo.InvariantCulture) * 1_024);
    }
}
