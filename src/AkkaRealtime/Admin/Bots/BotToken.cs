using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Admin.Bots;

/// <summary>A token by which a program is a user, as people are by theirs. It is a key that may do nothing else.</summary>
/// <param name="Key">What is kept of the key; its name is what the user is called.</param>
/// <param name="User">Who it is.</param>
internal sealed record BotToken(ApiKey Key, UserId User)
{
    // No name of a scope has this, so that it opens nothing of the admin API.
    private const string Prefix = "bot:";

    /// <summary>Who comes with it.</summary>
    public Identity Identity => new(User, Key.Name, Key.ExpiresAt) { TokenId = Key.Id, IssuedAt = Key.At };

    /// <summary>What such a key may do, in place of scopes.</summary>
    public static string ScopeOf(UserId user) => $"{Prefix}{user.Value}";

    /// <summary>The token that a key is; null where it is something else.</summary>
    public static BotToken? Of(ApiKey key) =>
        key.Scopes.StartsWith(Prefix, StringComparison.Ordinal) ? new BotToken(key, new UserId(key.Scopes[Prefix.Length..])) : null;
}
