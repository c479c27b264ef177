using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Topics;

/// <summary>
/// Publications of one topic as one buffer of ready frames, made once for all connections. A run holds either durable or volatile ones, since
/// an outbox treats them differently, or those for members alone, and ends where somebody leaves, since they get no more.
/// </summary>
internal static class SharedFrameRun
{
    /// <summary>
    /// Bytes of a run, unless one publication alone is longer: below the large object heap's 85,000, and small against the limit of an outbox.
    /// </summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Takes the next run from <paramref name="rest"/>, which has at least one.</summary>
    /// <param name="rest">What is still to go out; afterwards without the run.</param>
    /// <param name="deflates">Whether some connections may compress.</param>
    /// <param name="leaves">Who leaves after this run.</param>
    public static SharedFrames Take(ref ReadOnlySpan<Publication> rest, bool deflates, out UserId? leaves)
    {
        var first = rest[0];
        var count = 0;
        var size = 0;
        do
        {
            var next = Frames.Size(rest[count].Envelope);
            if (count > 0 && (size + next > MaxBytes || rest[count].IsDurable != first.IsDurable || rest[count].MembersOnly != first.MembersOnly))
                break;
            size += next;
            leaves = rest[count].Leaves;
            count++;
        }
        while (leaves is null && count < rest.Length);

        leaves = rest[count - 1].Leaves;
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        var at = 0;
        foreach (var publication in rest[..count])
            at += Frames.Write(bytes.AsSpan(at), publication.Envelope);
        rest = rest[count..];
        return new SharedFrames(bytes, count, first.IsDurable ? first.Topic : null) { Deflated = deflates ? new DeflatedFrames(bytes) : null };
    }
}
