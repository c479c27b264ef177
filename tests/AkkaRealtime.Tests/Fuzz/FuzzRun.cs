using System.Globalization;

namespace AkkaRealtime.Tests.Fuzz;

/// <summary>
/// Runs inputs through what must stand them: some thousands in a run of the tests, as many as <c>AKKAREALTIME_FUZZ</c> says by command (docs/development.md). An exception, an input that is
/// not through after a minute, and memory that grows with the number of inputs fail, and name the input.
/// </summary>
internal static class FuzzRun
{
    private const int Usual = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private const long MayGrow = 32 * 1_024 * 1_024;

    /// <summary>How many inputs a target gets.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("AKKAREALTIME_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Usual;

    /// <summary>The seed: another one each time by command, the same in the tests.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("AKKAREALTIME_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked)
        ? asked
        : Environment.GetEnvironmentVariable("AKKAREALTIME_FUZZ") is null ? 12 : Environment.TickCount & int.MaxValue;

    /// <summary>Has <paramref name="target"/> take inputs made of <paramref name="seeds"/>.</summary>
    public static void Of(IReadOnlyList<byte[]> seeds, Action<byte[], Mutations> target)
    {
        var mutations = new Mutations(seeds, Seed);
        foreach (var seed in seeds)
            target(seed, mutations);
        byte[] input = [];
        var done = 0;
        var failed = Task.Factory.StartNew(
            () =>
            {
                var before = 0L;
                for (; done < Count; done++)
                {
                    // A tenth is for caches and pools to get as large as they get.
                    if (done == Count / 10)
                        before = GC.GetTotalMemory(forceFullCollection: true);
                    input = mutations.Next();
                    target(input, mutations);
                }

                Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, MayGrow);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        try
        {
            var seen = -1;
            while (!failed.Wait(Patience))
            {
                Assert.False(seen == Volatile.Read(ref done), "An input takes over a minute.");
                seen = Volatile.Read(ref done);
            }
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"AKKAREALTIME_FUZZ_SEED={Seed}, input {done}: {Convert.ToHexString(input)}", e is AggregateException { InnerException: { } inner } ? inner : e);
        }
    }
}
