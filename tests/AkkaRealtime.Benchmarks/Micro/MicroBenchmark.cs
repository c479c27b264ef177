using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Report;
using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Benchmarks.Micro;

/// <summary>The steps of a message's way one by one, in this process, beside a yardstick that no change of ours moves.</summary>
internal static class MicroBenchmark
{
    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "seconds");
        var time = arguments.Seconds("seconds", 3) / (arguments.IsTiny ? 50 : 1);
        Cores.KeepLoadOff();
        Show.Heading($"On core 1; {time.TotalSeconds} s a row");
        using var services = new ServiceCollection().AddMetrics().AddSingleton<RealtimeMetrics>().BuildServiceProvider();
        var metrics = services.GetRequiredService<RealtimeMetrics>();
        using var journal = new JournalCase(metrics);
        var table = new Table("", "ns", "bytes", "to yardstick");
        double yardstick = 0;
        foreach (var step in (IEnumerable<MicroCase>)[WireCases.Yardstick, .. WireCases.All, .. new DeliveryCases(metrics).All, .. journal.Cases])
        {
            var (nanoseconds, bytes) = step.Measure(time, time);
            yardstick = yardstick == 0 ? nanoseconds : yardstick;
            table.Row(step.Name, Show.Number(nanoseconds), Show.Number(Math.Round(bytes)), Show.Number(nanoseconds / yardstick));
        }

        return 0;
    }
}
