using System.Diagnostics;

namespace AkkaRealtime.Diagnostics;

/// <summary>
/// What a message did on its way, as spans of an <see cref="ActivitySource"/> named <c>AkkaRealtime</c>: at its connection, at the owner of its room, in the journal, at the relays of all nodes that
/// have readers. Costs nothing where nobody listens. Spans are made and ended across actors, so none of them is <see cref="Activity.Current"/>.
/// </summary>
public static class RealtimeTraces
{
    /// <summary>The source's name.</summary>
    public const string SourceName = "AkkaRealtime";

    private static readonly ActivitySource Source = new(SourceName, ServerVersion.Text);

    /// <summary>Whether anybody listens: otherwise nothing of a trace is even looked at.</summary>
    internal static bool AreWanted => Source.HasListeners();

    /// <summary>Begins a span; null where nobody wants this one. It has to be ended by whoever began it.</summary>
    /// <param name="name">What is done: <c>chat.send</c>.</param>
    /// <param name="kind">Server at the connection, internal elsewhere.</param>
    /// <param name="parent">What it is a part of, as W3C's <c>traceparent</c> (<see cref="Activity.Id"/>). What is none counts as none, as W3C wants.</param>
    /// <param name="isRemote">It is a client's: whether it is recorded is not theirs to say.</param>
    internal static Activity? Begin(string name, ActivityKind kind, string? parent, bool isRemote = false)
    {
        if (parent is null || !ActivityContext.TryParse(parent, null, isRemote, out var context))
            context = default;

        // Whatever this thread does beside it is no parent of ours, and we are none of its.
        var beside = Activity.Current;
        if (beside is not null)
            Activity.Current = null;

        // Otherwise it is made only so that it could be passed on.
        var span = Source.CreateActivity(name, kind, context) is { IsAllDataRequested: true } made ? made.Start() : null;
        if (Activity.Current != beside)
            Activity.Current = beside;
        return span;
    }

    /// <summary>Ends a span, for a fault or without; a second time it does nothing.</summary>
    internal static void End(this Activity span, string? fault = null)
    {
        if (span.IsStopped)
            return;
        if (fault is not null)
            span.SetStatus(ActivityStatusCode.Error, fault);
        var beside = Activity.Current;
        span.Stop();
        if (Activity.Current != beside)
            Activity.Current = beside;
    }

    /// <summary>Something that took so long, and is over.</summary>
    internal static void Record(string name, string parent, TimeSpan took, string? fault, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Begin(name, ActivityKind.Internal, parent) is not { } span)
            return;
        span.SetStartTime(span.StartTimeUtc - took);
        foreach (var (key, value) in tags)
            span.SetTag(key, value);
        span.End(fault);
    }
}
