using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>Who a token speaks for.</summary>
/// <param name="User">Who it is, by claim <c>sub</c>.</param>
/// <param name="Name">Claim <c>name</c>; the claim that names the user where there is none.</param>
/// <param name="ExpiresAt">Claim <c>exp</c>; null for never.</param>
public sealed record Identity(UserId User, string Name, DateTimeOffset? ExpiresAt)
{
    private const int MaxNameLength = 128;

    /// <summary>
    /// The identity of whom an identity provider calls <paramref name="subject"/>. What can't be a user id as it is (<c>auth0|64f…</c>, an address, a URL) is
    /// escaped reversibly (protocol §1); a name over 128 characters is cut, never in the middle of one.
    /// </summary>
    /// <returns>False, and in <paramref name="rule"/> the rule that the subject breaks, where it can be no user id: it is empty or too long.</returns>
    public static bool TryCreate(
        string? subject, string? name, DateTimeOffset? expiresAt, [NotNullWhen(true)] out Identity? identity, [NotNullWhen(false)] out string? rule)
    {
        identity = UserIds.TryCreate(subject, out var user, out rule)
            ? new Identity(user, Shorten(string.IsNullOrWhiteSpace(name) ? subject! : name), expiresAt)
            : null;
        return identity is not null;
    }

    private static string Shorten(string name)
    {
        name = name.Trim();
        if (name.Length <= MaxNameLength)
            return name;
        return name[..(char.IsHighSurrogate(name[MaxNameLength - 1]) ? MaxNameLength - 1 : MaxNameLength)];
    }
}
