using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>A read that a router was asked for.</summary>
/// <param name="Asker">Who is told the answer.</param>
/// <param name="Session">The connection that it counts for; null for what a connection needs to begin, which is never held against it.</param>
/// <param name="Run">Makes the answers, off the actor.</param>
/// <param name="Refuse">The answer that says why not; null for none.</param>
internal sealed record Read(IActorRef Asker, SessionId? Session, Func<Task<IReadOnlyList<object>>> Run, Func<RequestError, object> Refuse);

/// <summary>
/// Holds a router's reads back: so many under way, so many waiting for a turn, in order of arrival, and so many of one connection. Beyond, they are
/// refused and may be asked again; nothing is lost in silence.
/// </summary>
internal sealed class ReadGate(int mostUnderWay, int mostWaiting, int mostOfConnection)
{
    private readonly Queue<Read> _waiting = new();
    private readonly Dictionary<SessionId, int> _ofConnection = [];
    private readonly HashSet<Read> _underWay = new(ReferenceEqualityComparer.Instance);

    /// <summary>Reads that wait for a turn.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Takes a read in. Null where it is in; otherwise why not.</summary>
    public RequestError? Enter(Read read)
    {
        if (_underWay.Count >= mostUnderWay && _waiting.Count >= mostWaiting)
            return ChatErrors.Unavailable;
        if (read.Session is { } session)
        {
            var count = _ofConnection.GetValueOrDefault(session);
            if (count >= mostOfConnection)
                return ChatErrors.TooManyReads;
            _ofConnection[session] = count + 1;
        }

        _waiting.Enqueue(read);
        return null;
    }

    /// <summary>The next read whose turn it is; call it until it is null.</summary>
    public Read? Next()
    {
        if (_underWay.Count >= mostUnderWay || !_waiting.TryDequeue(out var read))
            return null;
        _underWay.Add(read);
        return read;
    }

    /// <summary>A read is over; one that this gate never let in (a router before a restart did) counts for nothing.</summary>
    public void Done(Read read)
    {
        if (!_underWay.Remove(read) || read.Session is not { } session)
            return;
        var count = _ofConnection[session] - 1;
        if (count == 0)
            _ofConnection.Remove(session);
        else
            _ofConnection[session] = count;
    }
}
