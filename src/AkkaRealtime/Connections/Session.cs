using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

/// <summary>What a connection keeps of its session, from the sign-in on. Knows nothing of sockets, actors or clocks.</summary>
/// <param name="caller">Who it is.</param>
/// <param name="expiresAt">The token's end.</param>
/// <param name="ref">The <c>ref</c> of the <c>session.auth</c> that has to be answered.</param>
/// <param name="now">When the token was accepted.</param>
internal sealed class Session(Caller caller, DateTimeOffset? expiresAt, string? @ref, DateTimeOffset now)
{
    /// <summary>At most so long before the token's end, the client is told <c>session.expiring</c>: seconds.</summary>
    public const int MaxWarnSeconds = 60;

    // Of a short-lived token the last fifth: a client that was warned as soon as it came would do nothing but renew.
    private const int WarnPart = 5;

    /// <summary>Topics that a connection may join, besides those of its rooms.</summary>
    public const int MaxTopics = TopicLimits.MaxPerConnection;

    private string? _ref = @ref;
    private DateTimeOffset? _warnAt = WarnAt(expiresAt, now);
    private HashSet<Topic>? _topics;

    /// <summary>Goes with every request.</summary>
    public Caller Caller { get; private set; } = caller;

    /// <summary>The picture that the token names, for the user's entity.</summary>
    public string? Picture { get; set; }

    /// <summary>The token's end.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; } = expiresAt;

    /// <summary>When the first token was accepted.</summary>
    public DateTimeOffset BeganAt { get; } = now;

    /// <summary>When the last of its tokens ends, the former ones with it; null for never.</summary>
    public DateTimeOffset? LastExpiresAt { get; private set; } = expiresAt;

    /// <summary>What is still missing; null when the session is ready.</summary>
    public SessionOpening? Opening { get; set; } = new();

    /// <summary>When to ask the user's entity again, on the node's monotonic clock; null where it knows us.</summary>
    public long? ReopenAt { get; set; }

    /// <summary>Whether a renewal waits for its answer.</summary>
    public bool IsRenewing { get; private set; }

    /// <summary>A new token of the same user, or the same token again.</summary>
    public void Renew(Identity identity, string? @ref, DateTimeOffset now)
    {
        Caller = Caller with { Name = identity.Name };
        Picture = identity.Picture;
        if (identity.ExpiresAt is null || LastExpiresAt < identity.ExpiresAt)
            LastExpiresAt = identity.ExpiresAt;
        if (ExpiresAt != identity.ExpiresAt)
            (ExpiresAt, _warnAt) = (identity.ExpiresAt, WarnAt(identity.ExpiresAt, now));
        _ref = @ref;
        IsRenewing = true;
    }

    /// <summary>What the user's entity noted last of this connection: whether it is idle. Told again to the entity's successor.</summary>
    public bool Idle { get; set; }

    /// <summary>The same of whether its page can't be seen.</summary>
    public bool Hidden { get; set; }

    /// <summary>The user chose to look offline, or does so no more.</summary>
    public void Show(bool invisible) => Caller = Caller with { Invisible = invisible };

    /// <summary>The <c>ref</c> for <c>session.ready</c>, once.</summary>
    public string? TakeRef()
    {
        var taken = _ref;
        _ref = null;
        IsRenewing = false;
        return taken;
    }

    /// <summary>Joins a topic, whether it is on it or not. False where that is one too many.</summary>
    public bool TryJoin(Topic topic)
    {
        _topics ??= [];
        return _topics.Contains(topic) || (_topics.Count < MaxTopics && _topics.Add(topic));
    }

    /// <summary>Leaves it. False where it had not joined.</summary>
    public bool Leave(Topic topic) => _topics?.Remove(topic) == true;

    /// <summary>Whether the token is over.</summary>
    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Whether to send <c>session.expiring</c> now: true once for each end.</summary>
    public bool TakeWarning(DateTimeOffset now)
    {
        if (!(_warnAt <= now))
            return false;
        _warnAt = null;
        return true;
    }

    /// <summary>When something is to be done next, on the node's monotonic clock.</summary>
    public long NextTime(long nowMs, DateTimeOffset now)
    {
        var next = ReopenAt ?? long.MaxValue;
        if ((_warnAt ?? ExpiresAt) - now is not { } wait)
            return next;
        return Math.Min(next, nowMs + Math.Max(0, (long)Math.Ceiling(wait.TotalMilliseconds)));
    }

    private static DateTimeOffset? WarnAt(DateTimeOffset? end, DateTimeOffset now)
    {
        var life = end - now;
        return end - (life / WarnPart < TimeSpan.FromSeconds(MaxWarnSeconds) ? life / WarnPart : TimeSpan.FromSeconds(MaxWarnSeconds));
    }
}

/// <summary>A session that is not ready yet: what has come, and what has to wait for it.</summary>
internal sealed class SessionOpening
{
    /// <summary>Before asking again for the first time, milliseconds; then it is the double.</summary>
    public const int FirstRetryMs = 1_000;

    // Not longer: the user's entity may have been lost with its node, and is elsewhere some seconds later.
    private const int RetryMs = 2_000;
    private const int GiveUpMs = 15_000;

    private int _waitedMs = FirstRetryMs;

    /// <summary>From the user's entity.</summary>
    public IReadOnlyList<EncodedJson>? Calls { get; set; }

    /// <summary>Told to the connection meanwhile; comes after <c>session.ready</c>, in order.</summary>
    public List<object> Held { get; } = [];

    /// <summary>How long to wait for the next answer; null when it is time to give up, after 15 s.</summary>
    public int? NextRetryMs
    {
        get
        {
            _waitedMs += RetryMs;
            return _waitedMs <= GiveUpMs ? RetryMs : null;
        }
    }
}
