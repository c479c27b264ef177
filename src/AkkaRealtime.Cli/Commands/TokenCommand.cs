using System.CommandLine;
using System.Globalization;
using AkkaRealtime.Server.SignIn;
using Microsoft.Extensions.Configuration;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime token</c>.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "What the user is called" };
    private static readonly Option<string?> User = new("--user") { Description = "The user's id. Default: made of the name", HelpName = "id" };
    private static readonly Option<bool> Sign = new("--sign")
    {
        Description = "Signs it here, with the server's AkkaRealtime__Auth__SigningKey (Issuer, Audience and UserClaim too, where they are set), instead of asking a server in development",
    };

    private static readonly Option<int> Minutes = new("--minutes") { Description = "With --sign: for how long it is good", DefaultValueFactory = _ => 60 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("token", "Prints a token, and nothing else: export AKKAREALTIME_TOKEN=\"$(akkarealtime token Alice)\".")
        {
            Name, User, Connecting.Server, Sign, Minutes, ServerSettings.Settings, Connecting.Json,
        };
        Minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 525_600)
                result.AddError("--minutes is 1 to 525600.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var (name, user) = (given.GetRequiredValue(Name), given.GetValue(User));
        var (token, id, expiresAt) = given.GetValue(Sign) ? Signed(given, name, user ?? Slug.Of(name)) : await AskedAsync(given, name, user, cancel);
        if (given.GetValue(Connecting.Json))
            Output.Object(new { token, user = id, expiresAt });
        else
            Output.Line(token);
        return ExitCodes.Good;
    }

    private static async Task<(string Token, string User, string ExpiresAt)> AskedAsync(ParseResult given, string name, string? user, CancellationToken cancel)
    {
        var answer = await Connecting.SignInAsync(given.GetRequiredValue(Connecting.Server), name, user, cancel);
        return (answer.GetProperty("token").GetString()!, answer.GetProperty("user").GetProperty("id").GetString()!, answer.GetProperty("expiresAt").GetString()!);
    }

    private static (string Token, string User, string ExpiresAt) Signed(ParseResult given, string name, string user)
    {
        var auth = ServerSettings.Configuration(given).GetSection(AuthOptions.Section).Get<AuthOptions>() ?? new AuthOptions();
        if (string.IsNullOrEmpty(auth.SigningKey))
            throw new CliException("There is no key to sign with: put the server's into AkkaRealtime__Auth__SigningKey, or name its file of options with --settings.", ExitCodes.Configuration);
        if (AuthOptions.KeyBytes(auth.SigningKey) is not { Length: >= AuthOptions.MinKey } key)
            throw new CliException($"AkkaRealtime:Auth:SigningKey is no key of at least {AuthOptions.MinKey} bytes: akkarealtime config check tells more.", ExitCodes.Configuration);
        var now = TimeProvider.System.GetUtcNow();
        var expires = now.AddMinutes(given.GetValue(Minutes));
        return (SignedToken.Create(key, auth, user, name, now, expires), user, expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }
}
