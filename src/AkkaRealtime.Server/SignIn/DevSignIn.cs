using System.Globalization;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>What <c>POST /api/v1/dev/sign-in</c> takes (protocol §6).</summary>
internal sealed record DevSignInRequest(string? Name, string? User);

/// <summary>What it gives.</summary>
internal sealed record DevSignInResponse(string Token, DevUser User, string ExpiresAt);

/// <summary>Who signed in.</summary>
internal sealed record DevUser(string Id, string Name);

/// <summary>Sign-in by name alone, for development (protocol §6). Not there, 404, in any other environment unless the operator turns it on.</summary>
internal static class DevSignIn
{
    private const string Path = "/api/v1/dev/sign-in";
    private const int MaxName = 64;
    private const int MaxBody = 4_096;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Maps the endpoint, where the options allow it.</summary>
    public static void MapSignIn(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AuthOptions>>().Value.DevSignIn)
        {
            app.MapPost(Path, SignInAsync)
                .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
                .WithTags("Sign-in")
                .WithName("devSignIn")
                .WithSummary("Signs in by name alone, for development.")
                .Produces<DevSignInResponse>()
                .ProducesProblem(StatusCodes.Status400BadRequest);
        }
    }

    private static async Task<IResult> SignInAsync(
        HttpRequest request, DevKey key, IOptions<AuthOptions> auth, TimeProvider time, CancellationToken cancel)
    {
        DevSignInRequest? body;
        try
        {
            body = await JsonSerializer.DeserializeAsync<DevSignInRequest>(request.Body, JsonSerializerOptions.Web, cancel);
        }
        catch (JsonException)
        {
            return Bad("The body is JSON: {\"name\": \"Alice\"}, and \"user\" where the id is not to be made of the name.");
        }
        catch (BadHttpRequestException e)
        {
            return TypedResults.Problem(e.Message, statusCode: e.StatusCode);
        }

        var name = body?.Name?.Trim();
        if (string.IsNullOrEmpty(name) || name.Length > MaxName || name.Any(char.IsControl) || HasLoneSurrogate(name))
            return Bad($"\"name\" is a text of 1 to {MaxName} characters.");
        var user = body!.User ?? Slug.Of(name);
        if (!IdRules.IsUser(user))
            return Bad("\"user\" has 1 to 64 characters of A-Z a-z 0-9 _ . : @ -");
        if (string.Equals(user, "system", StringComparison.OrdinalIgnoreCase))
            return Bad("\"system\" is the server itself: take another \"user\".");
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var expires = now + Lifetime;
        return TypedResults.Ok(new DevSignInResponse(
            Sign(key.Key, auth.Value.UserClaim, user, name, now, expires),
            new DevUser(user, name),
            expires.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
    }

    private static string Sign(SymmetricSecurityKey key, string userClaim, string user, string name, DateTimeOffset now, DateTimeOffset expires) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = DevKey.Issuer,
            Audience = DevKey.Issuer,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = user,
                [JwtRegisteredClaimNames.Name] = name,
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("n"), // So that each can be revoked alone.
                [userClaim] = user, // The one by which all tokens are read, often sub.
            },
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            SigningCredentials = new SigningCredentials(key, SecurityAlgorithms.HmacSha256),
        });

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }

        return false;
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Bad(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest);
}
