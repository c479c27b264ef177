using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions.Revoking;

/// <summary>
/// What may not sign in, and has no open session: whatever has all that is named here. Kept in the store, in force on every node until it is lifted or over.
/// </summary>
/// <param name="Id">Its name, which sorts by time.</param>
/// <param name="At">When it was made.</param>
public sealed record Revocation(string Id, DateTimeOffset At)
{
    /// <summary>This user; null: any.</summary>
    public UserId? User { get; init; }

    /// <summary>This device, a name that the client chose; null: any.</summary>
    public DeviceId? Device { get; init; }

    /// <summary>
    /// This session of the user. It is not to come back either: then <see cref="Token"/> alone is enough, and so are <see cref="Device"/> and <see cref="IssuedBefore"/>
    /// together.
    /// </summary>
    public SessionId? Session { get; init; }

    /// <summary>This token: its <c>jti</c>, or <c>sha256:</c> and a hash of it where it has none; null: any.</summary>
    public string? Token { get; init; }

    /// <summary>Tokens issued before this time, to the second, and those that don't say when they were; null: any.</summary>
    public DateTimeOffset? IssuedBefore { get; init; }

    /// <summary>When it is over by itself; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>For whoever reads the list.</summary>
    public string? Reason { get; init; }

    // Of a token that has no end nobody knows how long it would be good: nobody may fill the store with what never ends.
    /// <summary>For so long a revocation holds that no operator has made, at most.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    /// <summary>Whether it is over.</summary>
    internal bool IsOver(DateTimeOffset now) => Until <= now;

    /// <summary>Whether a session may not be, or begin.</summary>
    internal bool Refuses(SessionFacts facts, DateTimeOffset now)
    {
        if (IsOver(now) || (User is { } user && user != facts.User))
            return false;
        if (Session is not { } session)
            return (Device is null || facts.Device == Device) && (Token is null || facts.Token == Token) && IsOldEnough(facts);
        return facts.Session == session
            || (Token is not null && facts.Token == Token)
            || (Device is not null && IssuedBefore is not null && facts.Device == Device && IsOldEnough(facts));
    }

    // A token tells the second in which it was issued: in doubt it was before.
    private bool IsOldEnough(SessionFacts facts) => IssuedBefore is not { } before || facts.IssuedAt is not { } at || at <= before;
}

/// <summary>What is known of a session by which it may be revoked.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="Device">The device; null: not named yet.</param>
/// <param name="Session">The session; null: not begun yet.</param>
/// <param name="Token">The token that it lives by now, as <see cref="Revocation.Token"/> has it.</param>
/// <param name="IssuedAt">When that was issued; null where it doesn't say.</param>
internal sealed record SessionFacts(UserId User, DeviceId? Device, SessionId? Session, string? Token, DateTimeOffset? IssuedAt);
