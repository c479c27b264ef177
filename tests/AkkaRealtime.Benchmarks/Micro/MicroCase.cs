using System.Diagnostics;

namespace AkkaRealtime.Benchmarks.Micro;

/// <summary>A step of a message's way, alone.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Operations">How often it does it in one run.</param>
/// <param name="Run">Does it.</param>
internal sealed record MicroCase(string Name, int Operations, Action Run)
{
    private const int Rounds = 5;

    /// <summary>Nanoseconds of CPU (half of the rounds had fewer) and bytes allocated, by whatever thread, for each operation.</summary>
    public (double Nanoseconds, double Bytes) Measure(TimeSpan warmUp, TimeSpan time)
    {
        Repeat(warmUp);
        List<double> nanoseconds = [], bytes = [];
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var cpu = Environment.CpuUsage.TotalTime;
            var operations = (double)Repeat(time / Rounds) * Operations;
            nanoseconds.Add((Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / operations);
            bytes.Add((GC.GetTotalAllocatedBytes(precise: true) - allocated) / operations);
        }

        return (nanoseconds.Order().ElementAt(Rounds / 2), bytes.Order().ElementAt(Rounds / 2));
    }

    private long Repeat(TimeSpan time)
    {
        var runs = 0L;
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; runs++)
            Run();
        return runs;
    }
}
