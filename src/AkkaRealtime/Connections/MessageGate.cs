using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>What became of a client's message.</summary>
/// <param name="Ref">Its <c>ref</c>, as far as there is one.</param>
/// <param name="Request">The request, or null.</param>
/// <param name="Error">The refusal, or null.</param>
/// <param name="Close">The close code where this was one too many.</param>
internal readonly record struct Verdict(string? Ref, IRequest? Request, RequestError? Error, CloseCode? Close = null)
{
    /// <summary>The name of the router that the request is for.</summary>
    public string Router { get; init; } = "";

    /// <summary>The envelope's type.</summary>
    public string Type { get; init; } = "";

    /// <summary>What the client says the request is a part of.</summary>
    public string? Traceparent { get; init; }
}

/// <summary>
/// What stands between a client's message and a router (protocol §2): the rate limit, then the envelope, then the request. Keeps count of
/// messages that come too early and of bad envelopes, for 4002 and 4400.
/// </summary>
internal struct MessageGate
{
    /// <summary>So many refused messages that came before the time last told, within ten seconds of each other, are a flood. Who waits as told is never closed.</summary>
    public const int FloodAfter = 50;

    /// <summary>Bad envelopes within a minute before the connection is closed.</summary>
    public const int MaxBadEnvelopes = 20;

    /// <summary>Each time so many bytes of an envelope cost as much as one more plain request: they are unmasked, read, kept and sent on.</summary>
    public const int BytesPerCost = 4_096;

    private const long BadEnvelopesMs = 60_000;
    private const long EarlyWithinMs = 10_000;

    private TokenBucket _rate;
    private int _early;
    private long _earlyAt;
    private long _notBefore;
    private RecentCount? _bad;

    /// <summary>
    /// Judges one message. It is one of those that the connection may send before anybody looks at it; what its request and its bytes cost is taken from what the user and the address
    /// may ask on all their connections, once it is known.
    /// </summary>
    public Verdict Judge(ReadOnlyMemory<byte> utf8, RequestCatalog catalog, LimitOptions limits, long nowMs, SharedBudgets shared = default)
    {
        var slow = limits.RateLimiting && !_rate.TryTake(nowMs, limits.MessagesPerSecond, limits.Burst, out var retryAfterMs) ? retryAfterMs : 0;
        if (!EnvelopeReader.TryRead(utf8, out var envelope, out var error) && error!.Code == ErrorCode.BadEnvelope && slow == 0)
        {
            _bad ??= new RecentCount(MaxBadEnvelopes, BadEnvelopesMs);
            return new(null, null, error, _bad.Add(nowMs) ? CloseCode.BadEnvelopes : null);
        }

        if (slow > 0)
            return Warn(envelope.Ref, slow, nowMs);
        if (error is not null || !catalog.TryDecode(envelope, out var request, out var router, out error))
            return new(envelope.Ref, null, error);
        if (limits.RateLimiting && shared.Spend(nowMs, request!.Cost + (utf8.Length / BytesPerCost)) is > 0 and var wait)
            return Warn(envelope.Ref, wait, nowMs);
        return new(envelope.Ref, request, null) { Router = router, Type = envelope.Type, Traceparent = envelope.Traceparent };
    }

    private Verdict Warn(string? @ref, int retryAfterMs, long nowMs)
    {
        if (nowMs < _notBefore)
        {
            _early = nowMs - _earlyAt >= EarlyWithinMs ? 1 : _early + 1;
            _earlyAt = nowMs;
        }

        _notBefore = nowMs + retryAfterMs;
        var error = new RequestError(ErrorCode.RateLimited, "Too many requests, or too costly ones. Send this one again after retryAfterMs.", RetryAfterMs: retryAfterMs);
        return new(@ref, null, error, _early >= FloodAfter ? CloseCode.Flood : null);
    }
}
