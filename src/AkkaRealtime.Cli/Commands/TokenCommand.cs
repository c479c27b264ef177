using System.CommandLine;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime token</c>.</summary>
internal static class TokenCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "What the user is called" };
    private static readonly Option<string?> User = new("--user") { Description = "The user's id. Default: made of the name", HelpName = "id" };
    private static readonly Option<int> Minutes = new("--minutes") { Description = "With --sign: for how long it is good", DefaultValueFactory = _ => 60 };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("token", "Prints a token, and nothing else: export AKKAREALTIME_TOKEN=\"$(akkarealtime token Alice)\".")
        {
            Name, User, Connecting.Server, Tokens.Sign, Minutes, ServerSettings.Settings, Connecting.Json,
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
        var made = await Tokens.CreateAsync(given, given.GetRequiredValue(Name), given.GetValue(User), TimeSpan.FromMinutes(given.GetValue(Minutes)), cancel);
        if (given.GetValue(Connecting.Json))
            Output.Object(new { token = made.Token, user = made.User, expiresAt = made.ExpiresAt });
        else
            Output.Line(made.Token);
        return ExitCodes.Good;
    }
}
