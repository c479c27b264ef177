using System.CommandLine;
using System.CommandLine.Help;
using AkkaRealtime.Cli;
using AkkaRealtime.Cli.Commands;

// No RootCommand: that is called as its file, and reads "@bob" as a file of arguments.
var root = new Command("akkarealtime", "AkkaRealtime on the command line. Secrets come by environment variables: AKKAREALTIME_TOKEN, AKKAREALTIME_ADMIN_KEY, and the server's own.")
{
    TokenCommand.Create(),
    SendCommand.Create(),
    TailCommand.Create(),
    PublishCommand.Create(),
    LoadCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    StoreCommand.Create(),
    ConfigCommand.Create(),
    MigrateCommand.Create(),
    DoctorCommand.Create(),
    new HelpOption(),
    new VersionOption(),
};
var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
var ended = await Faults.RunAsync(() => parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }));
return parsed.Errors.Count > 0 ? ExitCodes.Usage : ended;
