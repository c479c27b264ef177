using AkkaRealtime.Cluster.Tests.Load;

namespace AkkaRealtime.Cluster.Tests.Scenarios;

/// <summary>How a scenario went.</summary>
/// <param name="Healed">How long after the fault everything worked on a node that stayed.</param>
/// <param name="Verdict">What became of the messages.</param>
/// <param name="ExitCode">Of the node that went; null where it was killed.</param>
/// <param name="Ended">How long the node took to end, from when it could; zero where it was killed.</param>
internal sealed record Outcome(Healed Healed, Verdict Verdict, int? ExitCode, TimeSpan Ended)
{
    /// <summary>How requests on the node that stayed were answered.</summary>
    public required Answers Answers { get; init; }

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Healed}; {Answers}; {Verdict}; exit {ExitCode} after {Ended.TotalSeconds:f1} s");
}
