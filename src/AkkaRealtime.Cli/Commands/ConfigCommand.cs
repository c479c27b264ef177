using System.CommandLine;
using AkkaRealtime.Server;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime config</c>.</summary>
internal static class ConfigCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var check = new Command("check", "Checks options as a server does at its start, and starts none. Those that it doesn't know are told as well: they may be slips.") { Connecting.Json };
        ServerSettings.AddTo(check);
        check.SetAction(RunAsync);
        return new Command("config", "About a server's options.") { check };
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var faults = await FaultsAsync(given);
        if (given.GetValue(Connecting.Json))
            Output.Object(new { good = faults.Count == 0, faults });
        else if (faults.Count == 0)
            Output.Line("The options are good.");
        else
            faults.ToList().ForEach(Output.Note);
        return faults.Count == 0 ? ExitCodes.Good : ExitCodes.Configuration;
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(ParseResult given)
    {
        try
        {
            await using var app = ServerSettings.Builder(given).Build();
            app.CheckOptions();
            return [];
        }
        catch (Exception e) when (StartupErrors.Sentences(e) is { Count: > 0 } sentences)
        {
            return sentences;
        }
    }
}
