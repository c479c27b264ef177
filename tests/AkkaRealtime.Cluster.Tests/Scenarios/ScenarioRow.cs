using System.Globalization;
using AkkaRealtime.Cluster.Tests.Nodes;
using Xunit.Abstractions;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>A row of the table of scenarios: what came of several runs of one.</summary>
internal sealed class ScenarioRow(string name)
{
    private const int LogLines = 15;
    private readonly List<Outcome> _outcomes = [];
    private readonly List<string> _without = [];

    /// <summary>The table's head.</summary>
    public static string Head =>
        "| scenario, runs | whole after, s: half, p95, worst | rooms, new, sign-in, calls (worst) | half of new rooms (worst) | confirmed | delivered | lost | doubled | holes | order | stale, unlike | shown as gone | calls, rang on | answered, s; not | exit | ended, s |\n"
        + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

    /// <summary>Whether every run has a result, with nothing of what must not be.</summary>
    public bool IsClean => _without.Count == 0 && _outcomes.TrueForAll(o => o.IsClean);

    /// <summary>Does a run. False where it gave no result: why, and what the nodes said last, is told.</summary>
    public async Task<bool> AddAsync(ITestOutputHelper output, TestCluster cluster, Func<Task<Outcome>> run)
    {
        try
        {
            _outcomes.Add(await run());
            output.WriteLine($"{name}: {_outcomes[^1]}");
            return true;
        }
        catch (Exception e) when (e is not SkipException)
        {
            _without.Add($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")[..Math.Min(200, e.Message.ReplaceLineEndings(" ").Length)]}");
            output.WriteLine($"{name}: no result: {e}");
            foreach (var node in cluster.Nodes)
                output.WriteLine(string.Join('\n', node.Server.Log.Split('\n').TakeLast(LogLines)));
            return false;
        }
    }

    /// <summary>The row.</summary>
    public override string ToString()
    {
        var without = _without.Count == 0 ? "" : $" **{_without.Count} without a result:** {string.Join("; ", _without.Distinct())} |";
        if (_outcomes.Count == 0)
            return $"| {name} |{without}";
        var all = _outcomes.Select(o => o.Healed.All.TotalSeconds).Order().ToList();
        return FormattableString.Invariant(
            $"| {name}, {_outcomes.Count} | {all[all.Count / 2]:f1}, {all[(int)Math.Ceiling(0.95 * all.Count) - 1]:f1}, {all[^1]:f1} ")
            + $"| {Worst(o => o.Healed.Rooms)}, {Worst(o => o.Healed.NewRooms)}, {Worst(o => o.Healed.SignIn)}, {Worst(o => o.Healed.Calls)} | {Worst(o => o.Healed.HalfOfNewRooms)} "
            + $"| {Sum(o => o.Verdict.Confirmed)} | {Sum(o => o.Verdict.Delivered)} | {Sum(o => o.Verdict.Lost)} | {Sum(o => o.Verdict.Doubled)} | {Sum(o => o.Verdict.Holes)} | {Sum(o => o.Verdict.OutOfOrder)} "
            + $"| {Sum(o => o.Verdict.Stale)}, {Sum(o => o.Verdict.Unlike)} | {Sum(o => o.FalsePresence.Count)} | {Sum(o => o.Calls.HungUp)}, {Sum(o => o.Calls.RangOn.Count)} "
            + $"| {Worst(o => o.Answers.Slowest)}; {Sum(o => o.Answers.Missing)} | {string.Join(' ', _outcomes.Select(o => o.ExitCode).Distinct())} | {Worst(o => o.Ended)} |{without}";
    }

    private string Worst(Func<Outcome, TimeSpan> part) => _outcomes.Max(part).TotalSeconds.ToString("f1", CultureInfo.InvariantCulture);

    private int Sum(Func<Outcome, int> part) => _outcomes.Sum(part);
}
