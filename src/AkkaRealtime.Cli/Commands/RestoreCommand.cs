using System.CommandLine;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime restore</c>.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "The back-up; it is not changed" };
    private static readonly Option<bool> Replace = new("--replace") { Description = "Puts it in the place of a store that is there, which is kept in a folder beside" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("restore", "Puts a back-up of a SQLite store back, while the server is stopped. The back-up is looked through first.")
        {
            Folder, ServerSettings.Data, Replace, ServerSettings.Settings, Connecting.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var (folder, data) = (given.GetRequiredValue(Folder), ServerSettings.DataDirectory(given));
        var kept = await StoreFaults.OfAsync(() => Task.Run(() => StoreRestore.Sqlite(folder, data, given.GetValue(Replace), TimeProvider.System), cancel));
        if (given.GetValue(Connecting.Json))
            Output.Object(new { data = Path.GetFullPath(data), kept });
        else
            Output.Line($"{Path.GetFullPath(data)} is as it was in '{folder}'. Start the server: clients load anew.{(kept is null ? "" : $" What was there is in {kept}.")}");
        return ExitCodes.Good;
    }
}
