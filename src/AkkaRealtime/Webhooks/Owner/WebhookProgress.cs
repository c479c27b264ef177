using Akka.Actor;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>
/// Keeps how far a webhook's streams have got: all that has changed goes as one entry, one at a time, at most ten a second. What is delivered and not kept yet is sent again by
/// whoever comes after a crash.
/// </summary>
internal sealed class WebhookProgress(string webhook, long revision, IJournal journal)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);
    private readonly List<DeadLetter> _givenUp = [];
    private Dictionary<string, StreamPosition> _changed = new(StringComparer.Ordinal);
    private SaveWebhookProgress? _underWay;
    private DateTimeOffset _next;

    /// <summary>A stream has got on, or its event has failed.</summary>
    public void Change(StreamPosition stream, DeadLetter? givenUp)
    {
        _changed[stream.Name] = stream;
        if (givenUp is not null)
            _givenUp.Add(givenUp);
    }

    /// <summary>Writes what has changed, if nothing is under way.</summary>
    public void Save(IActorRef self, DateTimeOffset now)
    {
        if (_underWay is not null || _changed.Count == 0 || now < _next)
            return;
        var entry = new SaveWebhookProgress(self, webhook, revision, [.. _changed.Values], [.. _givenUp]);
        _next = now + Pace;
        if (!journal.TryWrite(entry))
            return;
        _underWay = entry;
        _changed = new Dictionary<string, StreamPosition>(StringComparer.Ordinal);
        _givenUp.Clear();
    }

    /// <summary>The journal's answer about an entry; false where it is about another one.</summary>
    public bool TryFinish(JournalResult result)
    {
        if (_underWay is not { } entry || !ReferenceEquals(entry, result is Saved saved ? saved.Entry : (result as SaveFailed)?.Entry))
            return false;
        _underWay = null;
        if (result is Saved)
            return true;
        foreach (var stream in entry.Streams)
            _changed.TryAdd(stream.Name, stream);
        _givenUp.InsertRange(0, entry.GivenUp);
        return true;
    }

    /// <summary>Writes what is left. Nobody waits for it.</summary>
    public void Leave()
    {
        if (_changed.Count > 0)
            journal.TryWrite(new SaveWebhookProgress(ActorRefs.Nobody, webhook, revision, [.. _changed.Values], [.. _givenUp]));
    }
}
