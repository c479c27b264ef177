using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>Who a token speaks for.</summary>
/// <param name="User">Who it is, by claim <c>sub</c>: see <see cref="TryCreate"/>.</param>
/// <param name="Name">Claim <c>name</c>; the user's id stands in for a blank one, and what is over 128 characters is cut off.</param>
/// <param name="ExpiresAt">Claim <c>exp</c>; null for never.</param>
public sealed record Identity(UserId User, string Name, DateTimeOffset? ExpiresAt)
{
    private const int MaxName = 128;
    private const string AdminPrefix = "akkarealtime:";

    /// <summary>What others see: 1 to 128 characters in one line, without what turns or hides text.</summary>
    public string Name { get; init => field = Shown(value, User); } = Shown(Name, User);

    /// <summary>What tells the token from others, by which it can be revoked: claim <c>jti</c>. Null: a hash of the token is taken.</summary>
    public string? TokenId { get; init; }

    /// <summary>Where the user's picture is, claim <c>picture</c>; shown where the operator allows its origin (<c>AkkaRealtime:Pictures:Origins</c>).</summary>
    public string? Picture { get; init; }

    /// <summary>When the token was issued, claim <c>iat</c>; null where it doesn't say: then it counts as older than any time before which tokens are revoked.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>What the token may do at the admin API, where that takes tokens (<c>AkkaRealtime:Admin:Tokens</c>): see <see cref="ScopesOf"/>. Default nothing.</summary>
    public IReadOnlyList<string> AdminScopes { get; init; } = [];

    /// <summary>The claims in which providers say what a token may do: OAuth's (RFC 9068), and those of Entra ID and Auth0.</summary>
    public static IReadOnlyList<string> ScopeClaims { get; } = ["scope", "scp", "permissions", "roles"];

    /// <summary>For <see cref="AdminScopes"/>: what begins with <c>akkarealtime:</c> in the values of <see cref="ScopeClaims"/>, without that; a value may hold several, with spaces between.</summary>
    public static IReadOnlyList<string> ScopesOf(IEnumerable<string> values)
    {
        List<string>? scopes = null;
        foreach (var value in values)
        {
            foreach (var name in value.Split(' '))
            {
                if (name.StartsWith(AdminPrefix, StringComparison.Ordinal))
                    (scopes ??= []).Add(name[AdminPrefix.Length..]);
            }
        }

        return scopes ?? (IReadOnlyList<string>)[];
    }

    /// <summary>
    /// The identity of whom an identity provider calls <paramref name="subject"/>. What can't be a user id as it is (<c>auth0|64f…</c>, an address, a URL) is
    /// escaped reversibly (protocol §1); without a name the subject is shown.
    /// </summary>
    /// <returns>False, and in <paramref name="rule"/> the rule that the subject breaks, where it can be no user id: it is empty or too long.</returns>
    public static bool TryCreate(
        string? subject, string? name, DateTimeOffset? expiresAt, [NotNullWhen(true)] out Identity? identity, [NotNullWhen(false)] out string? rule)
    {
        identity = UserIds.TryCreate(subject, out var user, out rule)
            ? new Identity(user, string.IsNullOrWhiteSpace(name) ? subject! : name, expiresAt)
            : null;
        return identity is not null;
    }

    private static string Shown(string name, UserId user)
    {
        var shown = VisibleText.Line(name);
        if (!VisibleText.IsIn(shown))
            return user.Value;
        if (shown.Length <= MaxName)
            return shown;

        // Never half a character.
        return shown[..(char.IsHighSurrogate(shown[MaxName - 1]) ? MaxName - 1 : MaxName)];
    }
}
