using AkkaRealtime.Server.SignIn;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Cli;

/// <summary>A token as an app's own sign-in makes it.</summary>
internal static class SignedToken
{
    /// <summary>Signs it with the shared key (HS256), for what the server's options ask of a token.</summary>
    public static string Create(byte[] key, AuthOptions auth, string user, string name, DateTimeOffset now, DateTimeOffset expires) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = NullIfEmpty(auth.Issuer),
            Audience = NullIfEmpty(auth.Audience),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user,
                [JwtRegisteredClaimNames.Name] = name,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("n"),
                [auth.UserClaim] = user,
            },
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
