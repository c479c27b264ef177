using System.CommandLine;
using AkkaRealtime.Server;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime migrate</c>.</summary>
internal static class MigrateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("migrate", "Brings the store up to date with this version, as a server does at its start, and starts none: makes it where there is none. On PostgreSQL others may be at it, one goes first.");
        ServerSettings.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        await using var app = ServerSettings.Builder(given).Build();
        app.CheckOptions();
        var epoch = await Task.Run(() => app.Services.GetRequiredService<IStoreEngine>().Epoch, cancel);
        Output.Line($"The store ({epoch}) is up to date with {typeof(MigrateCommand).Assembly.GetName().Version?.ToString(3)}.");
        return ExitCodes.Good;
    }
}
