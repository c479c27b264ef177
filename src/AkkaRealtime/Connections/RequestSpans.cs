using System.Diagnostics;
using System.Text.Json;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>
/// The requests of one connection that are traced: from when one was read until its reply is written. One without a <c>ref</c> has no reply, and ends where it is handed on.
/// For the connection's actor alone.
/// </summary>
internal sealed class RequestSpans
{
    /// <summary>More than these at a time are not traced.</summary>
    public const int Max = 256;

    private readonly Dictionary<string, Activity> _spans = new(StringComparer.Ordinal);

    /// <summary>A request goes to its router. What is done for it is a part of what is returned; null where it isn't traced.</summary>
    public string? Begin(in Verdict verdict, SessionId session)
    {
        if (_spans.Count >= Max || RealtimeTraces.Begin(verdict.Type, ActivityKind.Server, verdict.Traceparent, isRemote: true) is not { } span)
            return null;
        span.SetTag("akkarealtime.session", session.Value);
        if (verdict.Ref is not { } @ref)
        {
            span.End();
        }
        else
        {
            // A ref that is used again begins anew.
            if (_spans.Remove(@ref, out var before))
                before.End();
            _spans.Add(@ref, span);
        }

        return span.Id;
    }

    /// <summary>An envelope goes out: perhaps a reply.</summary>
    public void Answer(EncodedEnvelope envelope)
    {
        if (_spans.Count == 0)
            return;
        var reader = new Utf8JsonReader(envelope.Utf8.Span);
        if (!EnvelopeReader.TryFindRef(ref reader, out var isError) || !_spans.Remove(reader.GetString()!, out var span))
            return;
        span.End(isError ? "error" : null);
    }

    /// <summary>A request is refused by the connection itself.</summary>
    public void Refuse(string? @ref, ErrorCode code)
    {
        if (@ref is null || !_spans.Remove(@ref, out var span))
            return;
        span.End(code.ToWire());
    }

    /// <summary>The connection is over: nobody waits any more.</summary>
    public void Clear()
    {
        foreach (var span in _spans.Values)
            span.End("The connection ended before the reply.");

        _spans.Clear();
    }
}
