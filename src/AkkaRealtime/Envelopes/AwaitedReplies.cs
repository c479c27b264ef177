using System.Text.Json;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// The requests of one connection whose replies are watched for. Where one was given up, its client was told <c>unavailable</c>: the true reply, should it come
/// later, is not for the client any more. A <c>ref</c> that is used again begins anew. Safe from any thread.
/// </summary>
internal sealed class AwaitedReplies
{
    /// <summary>More than these are not watched, and of those given up the oldest are forgotten: their late replies go out, and clients ignore them.</summary>
    public const int Max = 256;

    private readonly Lock _gate = new();
    private readonly List<(string Ref, AwaitedReply Reply)> _all = [];
    private int _count;

    /// <summary>Whether nothing is watched for, so that a reply need not be looked at.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    /// <summary>A request is on its way. Null where too many are.</summary>
    public AwaitedReply? Add(string @ref)
    {
        lock (_gate)
        {
            _all.RemoveAll(a => a.Ref == @ref);
            if (_all.Count >= Max && _all.FindIndex(a => !a.Reply.Waits) is var oldest)
            {
                if (oldest < 0)
                    return null;
                _all.RemoveAt(oldest);
            }

            var reply = new AwaitedReply();
            _all.Add((@ref, reply));
            Volatile.Write(ref _count, _all.Count);
            return reply;
        }
    }

    /// <summary>An envelope is about to go out. False where it is a reply that was given up.</summary>
    public bool Take(EncodedEnvelope envelope)
    {
        if (IsEmpty)
            return true;
        var reader = new Utf8JsonReader(envelope.Utf8.Span);
        if (!EnvelopeReader.TryFindRef(ref reader, out _))
            return true;
        lock (_gate)
        {
            for (var i = 0; i < _all.Count; i++)
            {
                if (!reader.ValueTextEquals(_all[i].Ref))
                    continue;
                var reply = _all[i].Reply;
                _all.RemoveAt(i);
                Volatile.Write(ref _count, _all.Count);
                return reply.TryAnswer();
            }
        }

        return true;
    }

    /// <summary>The connection is over: nobody waits any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach (var (_, reply) in _all)
                reply.TryAnswer();
            _all.Clear();
            Volatile.Write(ref _count, 0);
        }
    }
}
