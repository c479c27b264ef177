using System.Text;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Embedding.Tests.Support;

/// <summary>The app's own sign-in, as its templates have it: JwtBearer with a key.</summary>
public static class OwnJwt
{
    /// <summary>The key, as it is configured.</summary>
    public const string Secret = "a-key-of-the-apps-own-for-these-specs-alone";

    private static readonly SymmetricSecurityKey Key = new(Encoding.UTF8.GetBytes(Secret));

    public static void AddOwnJwt(this IServiceCollection services, string scheme = JwtBearerDefaults.AuthenticationScheme) =>
        services.AddAuthentication().AddJwtBearer(scheme, jwt => jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = "my-app",
            ValidAudience = "my-app",
            IssuerSigningKey = Key,
        });

    public static string TokenFor(string user, string? name = null, string issuer = "my-app") => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = "my-app",
        Claims = new Dictionary<string, object> { ["sub"] = user, ["name"] = name ?? user },
        Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(1),
        SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
    });
}
