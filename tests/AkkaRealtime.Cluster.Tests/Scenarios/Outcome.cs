using AkkaRealtime.Cluster.Tests.Load;
using AkkaRealtime.Server.Tests.Support.History;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>How a scenario went.</summary>
/// <param name="Healed">How long after the fault everything worked on a node that stayed.</param>
/// <param name="Verdict">What became of the messages.</param>
/// <param name="ExitCode">Of the node that went; null where it was killed, or none went.</param>
/// <param name="Ended">How long the node took to end, from when it could; zero where it was killed.</param>
internal sealed record Outcome(Healed Healed, Verdict Verdict, int? ExitCode, TimeSpan Ended)
{
    /// <summary>How requests on the node that stayed were answered.</summary>
    public required Answers Answers { get; init; }

    /// <summary>How often somebody was shown as gone who was there.</summary>
    public required IReadOnlyList<string> FalsePresence { get; init; }

    /// <summary>Calls that were hung up, and those of them that rang on.</summary>
    public required (int HungUp, IReadOnlyList<string> RangOn) Calls { get; init; }

    /// <summary>Nothing of what must not be.</summary>
    public bool IsClean => Verdict.IsClean && FalsePresence.Count == 0 && Calls.RangOn.Count == 0 && Answers.Missing == 0;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{Healed}; {Answers}; {Verdict}; presence [{string.Join(", ", FalsePresence)}]; calls {Calls.HungUp}, rang on: [{string.Join(", ", Calls.RangOn)}]; exit {ExitCode} after {Ended.TotalSeconds:f1} s");
}
