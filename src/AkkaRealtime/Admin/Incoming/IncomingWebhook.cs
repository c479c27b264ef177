using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Admin.Incoming;

/// <summary>An address at which whoever has it says something in one room, as one user. It is a key that may do nothing else.</summary>
/// <param name="Key">What is kept of the key.</param>
/// <param name="Room">Where it speaks.</param>
/// <param name="User">As whom.</param>
internal sealed record IncomingWebhook(ApiKey Key, RoomId Room, UserId User)
{
    // No name of a scope has these, so that it opens nothing of the admin API.
    private const string Prefix = "hook:";

    /// <summary>What such a key may do, in place of scopes.</summary>
    public static string ScopeOf(RoomId room, UserId user) => $"{Prefix}{room.Value}:{user.Value}";

    /// <summary>The address that a key stands for; null where it is a key of the admin API.</summary>
    public static IncomingWebhook? Of(ApiKey key)
    {
        if (!key.Scopes.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var parts = key.Scopes[Prefix.Length..].Split(':', 2);
        return new IncomingWebhook(key, new RoomId(parts[0]), new UserId(parts[1]));
    }
}
