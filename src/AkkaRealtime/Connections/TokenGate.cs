using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;

namespace AkkaRealtime.Connections;

/// <summary>What a token is worth here: the host says whether it is good, and the revocations whether it still counts.</summary>
internal sealed class TokenGate(ITokenValidator tokens, Revocations revocations, TimeProvider time)
{
    /// <summary>Checks a token that came from <paramref name="device"/>.</summary>
    public async ValueTask<TokenVerdict> CheckAsync(string token, DeviceId? device, CancellationToken cancel)
    {
        if (token.Length == 0 || await tokens.ValidateAsync(token, cancel).ConfigureAwait(false) is not { } identity)
            return default;
        var now = time.GetUtcNow();
        if (identity.ExpiresAt <= now)
            return default;
        if (identity.TokenId is null)
            identity = identity with { TokenId = HashOf(token) };
        return new(identity, revocations.Find(FactsOf(identity, device, null), now) is not null);
    }

    /// <summary>What a session may be revoked by.</summary>
    public static SessionFacts FactsOf(Identity identity, DeviceId? device, SessionId? session) => new(identity.User, device, session, identity.TokenId, identity.IssuedAt);

    /// <summary>Names a token that has no name of its own.</summary>
    public static string HashOf(string token) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)))}";
}

/// <summary>What a token is worth.</summary>
/// <param name="Identity">Who it speaks for; null where it is not good, or over.</param>
/// <param name="IsRevoked">It was good, and counts no more.</param>
internal readonly record struct TokenVerdict(Identity? Identity, bool IsRevoked);
