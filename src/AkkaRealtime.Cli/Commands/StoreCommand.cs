using System.CommandLine;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime store</c>.</summary>
internal static class StoreCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var check = new Command("check", "Looks through a SQLite store that no server uses, or a back-up: all pages, indexes and references, and the log beside it. Changes nothing.")
        {
            ServerSettings.Data, ServerSettings.Settings, Connecting.Json,
        };
        check.SetAction(RunAsync);
        return new Command("store", "About a SQLite store.") { check };
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var data = ServerSettings.DataDirectory(given);
        var faults = await StoreFaults.OfAsync(() => Task.Run(() => StoreCheck.Sqlite(data), cancel));
        if (given.GetValue(Connecting.Json))
            Output.Object(new { data = Path.GetFullPath(data), whole = faults.Count == 0, faults });
        else if (faults.Count == 0)
            Output.Line($"The store in '{data}' is whole.");
        else
            faults.ToList().ForEach(Output.Note);
        return faults.Count == 0 ? ExitCodes.Good : ExitCodes.Configuration;
    }
}
