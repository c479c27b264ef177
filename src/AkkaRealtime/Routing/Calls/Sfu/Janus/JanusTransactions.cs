using System.Globalization;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>Requests to one Janus that wait for their answer. Bounded: beyond, requests are refused.</summary>
internal sealed class JanusTransactions
{
    // About ten for each participant that joins; there is no use in asking more of a Janus that leaves so many unanswered.
    private const int MaxWaiting = 4_096;

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Waiting> _waiting = [];
    private long _last;

    /// <summary>A request under way.</summary>
    public sealed record Waiting(JanusAsk Ask, JanusContext? Context, DateTimeOffset Deadline);

    /// <summary>A name for the next request, which waits from now on; null where too many do.</summary>
    public string? Begin(JanusAsk ask, JanusContext? context, DateTimeOffset now)
    {
        var name = (++_last).ToString(CultureInfo.InvariantCulture);
        if (ask == JanusAsk.Nothing)
            return name;
        if (_waiting.Count >= MaxWaiting)
            return null;
        _waiting.Add(name, new Waiting(ask, context, now + AnswersWithin));
        return name;
    }

    /// <summary>The request that <paramref name="message"/> answers, which no longer waits. An <c>ack</c> only says that the answer will come.</summary>
    public Waiting? Answered(JanusMessage message)
    {
        if (message.Transaction is not { } name || !_waiting.TryGetValue(name, out var waiting))
            return null;
        if (message.Kind == "ack" && waiting.Ask != JanusAsk.KeepAlive)
            return null;
        _waiting.Remove(name);
        return waiting;
    }

    /// <summary>Those that waited too long.</summary>
    public IReadOnlyList<Waiting> TakeLate(DateTimeOffset now)
    {
        var late = _waiting.Where(w => w.Value.Deadline <= now).ToList();
        foreach (var (name, _) in late)
            _waiting.Remove(name);
        return [.. late.Select(w => w.Value)];
    }

    /// <summary>The session is gone.</summary>
    public void Clear() => _waiting.Clear();
}
