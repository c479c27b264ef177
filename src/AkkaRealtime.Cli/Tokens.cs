using System.CommandLine;
using System.Globalization;
using AkkaRealtime.Server.SignIn;
using Microsoft.Extensions.Configuration;

namespace AkkaRealtime.Cli;

/// <summary>Tokens of users: from a server in development, or signed here with the server's key.</summary>
internal static class Tokens
{
    /// <summary>Whether they are signed here.</summary>
    public static Option<bool> Sign { get; } = new("--sign")
    {
        Description = "Signs it here, with the server's AkkaRealtime__Auth__SigningKey (Issuer, Audience and UserClaim too, where they are set), instead of asking a server in development",
    };

    /// <summary>A token for a user; the id is made of the name where none is given.</summary>
    public static async Task<UserToken> CreateAsync(ParseResult given, string name, string? user, TimeSpan signedFor, CancellationToken cancel)
    {
        if (given.GetValue(Sign))
            return Signed(given, name, user ?? Slug.Of(name), signedFor);
        var answer = await Connecting.SignInAsync(given.GetRequiredValue(Connecting.Server), name, user, cancel);
        return new UserToken(answer.GetProperty("token").GetString()!, answer.GetProperty("user").GetProperty("id").GetString()!, answer.GetProperty("expiresAt").GetString()!);
    }

    private static UserToken Signed(ParseResult given, string name, string user, TimeSpan signedFor)
    {
        var auth = ServerSettings.Configuration(given).GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new AuthOptions();
        if (string.IsNullOrEmpty(auth.SigningKey))
            throw new CliException("There is no key to sign with: put the server's into AkkaRealtime__Auth__SigningKey, or name its file of options with --settings.", ExitCodes.Configuration);
        if (AuthOptions.KeyBytes(auth.SigningKey) is not { Length: >= AuthOptions.MinKey } key)
            throw new CliException($"AkkaRealtime:Auth:SigningKey is no key of at least {AuthOptions.MinKey} bytes: akkarealtime config check tells more.", ExitCodes.Configuration);
        var now = TimeProvider.System.GetUtcNow();
        var expires = now + signedFor;
        return new UserToken(SignedToken.Create(key, auth, user, name, now, expires), user, expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}

/// <summary>A token, whose it is, and until when it is good.</summary>
internal sealed record UserToken(string Token, string User, string ExpiresAt);
