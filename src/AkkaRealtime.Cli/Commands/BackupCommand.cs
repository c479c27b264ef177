using System.CommandLine;
using System.Globalization;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime backup</c>.</summary>
internal static class BackupCommand
{
    private const double Mebibyte = 1_048_576;
    private static readonly Argument<string> Folder = new("folder") { Description = "The folder to make: it is there when the back-up is whole" };
    private static readonly Option<bool> WithoutFiles = new("--without-files") { Description = "Leaves uploaded files out, where something else keeps them safe" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("backup", "Copies a SQLite store, while its server runs or not: with everything that was confirmed before it began.")
        {
            Folder, ServerSettings.Data, WithoutFiles, ServerSettings.Settings, Connecting.Json,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var folder = given.GetRequiredValue(Folder);
        var copy = await StoreFaults.OfAsync(() =>
            StoreBackup.SqliteAsync(ServerSettings.DataDirectory(given), folder, withFiles: !given.GetValue(WithoutFiles), TimeProvider.System, cancel));
        if (given.GetValue(Connecting.Json))
            Output.Object(new { folder = Path.GetFullPath(folder), copy.Bytes, copy.Files, copy.MissingFiles });
        else
            Output.Line($"{Path.GetFullPath(folder)}: {(copy.Bytes / Mebibyte).ToString("0.0", CultureInfo.InvariantCulture)} MiB, {copy.Files} uploaded {(copy.Files == 1 ? "file" : "files")}.");
        if (copy.MissingFiles > 0)
            Output.Note($"{copy.MissingFiles} of the uploaded files are not in the data directory: they are in a bucket (Files:S3), or went while the copy was made.");
        return ExitCodes.Good;
    }
}
