using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>Makes tokens, good and bad, as an operator's own sign-in would.</summary>
public sealed record TestTokens(SecurityKey Key, string Algorithm = SecurityAlgorithms.HmacSha256)
{
    /// <summary>The issuer named in them.</summary>
    public string Issuer { get; init; } = "https://id.example.com";

    /// <summary>The audience named in them.</summary>
    public string Audience { get; init; } = "chat";

    /// <summary>Claims beside those that every token has.</summary>
    public IReadOnlyDictionary<string, object> More { get; init; } = new Dictionary<string, object>();

    /// <summary>Members of their header beside those that every token has.</summary>
    public IDictionary<string, object>? Header { get; init; }

    /// <summary>Tokens signed by a shared key.</summary>
    public static TestTokens Shared(string key) => new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(key)));

    /// <summary>Tokens signed by a private key, whose public half an issuer publishes.</summary>
    public static TestTokens Published(RSA key, string keyId) => new(new RsaSecurityKey(key) { KeyId = keyId }, SecurityAlgorithms.RsaSha256);

    /// <summary>A token for <paramref name="user"/>, good from an hour ago, for <paramref name="lifetime"/> from now (default an hour).</summary>
    public string For(string? user, string? name = null, TimeSpan? lifetime = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>(More);
        if (user is not null)
            claims["sub"] = user;
        if (name is not null)
            claims["name"] = name;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            Claims = claims,
            IssuedAt = now.AddHours(-1),
            NotBefore = now.AddHours(-1),
            Expires = now + (lifetime ?? TimeSpan.FromHours(1)),
            AdditionalHeaderClaims = Header,
            SigningCredentials = new SigningCredentials(Key, Algorithm),
        });
    }
}
