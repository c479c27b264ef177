using System.Globalization;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>The kernel's books on a process and its children (proc(5)).</summary>
internal static class Proc
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of CPU, user and system.</summary>
    public static double CpuSeconds(int process) => Family(process).Sum(OwnCpuSeconds);

    /// <summary>Resident memory, bytes.</summary>
    public static long Rss(int process) => Family(process).Sum(p => Status(p, "VmRSS:"));

    /// <summary>The most that was resident since <see cref="ForgetPeak"/>, bytes.</summary>
    public static long PeakRss(int process) => Family(process).Sum(p => Status(p, "VmHWM:"));

    /// <summary>Begins anew with the peak.</summary>
    public static void ForgetPeak(int process)
    {
        foreach (var p in Family(process))
            File.WriteAllText($"/proc/{p}/clear_refs", "5");
    }

    /// <summary>How many files a process may open here: each connection is one, at both ends.</summary>
    public static int MostFiles()
    {
        var line = File.ReadLines("/proc/self/limits").First(l => l.StartsWith("Max open files", StringComparison.Ordinal));
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [.., var hard, _] && int.TryParse(hard, CultureInfo.InvariantCulture, out var most)
            ? most
            : int.MaxValue;
    }

    /// <summary>As many connections as are wanted, or as the limit of open files allows; then it says so.</summary>
    public static int Connections(int wanted)
    {
        var most = Math.Min(MostFiles() - 500, 27_000);
        if (wanted <= most)
            return wanted;
        Console.Error.WriteLine(
            $"{most:N0} connections instead of {wanted:N0}: a process may open {MostFiles():N0} files (ulimit -n), and an address has some 28,000 ports.");
        return most;
    }

    private static IEnumerable<int> Family(int process)
    {
        var children = $"/proc/{process}/task/{process}/children";
        return File.Exists(children)
            ? File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => int.Parse(c, CultureInfo.InvariantCulture)).Prepend(process)
            : [process];
    }

    // Fields 14 and 15; the name in parentheses may hold spaces.
    private static double OwnCpuSeconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static long Status(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture) * 1_024;
    }
}
