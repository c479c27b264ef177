using AkkaRealtime.Storage;

namespace AkkaRealtime.Server;

/// <summary>
/// <c>dotnet AkkaRealtime.Server.dll --check-store</c>: looks through the SQLite store of a server that is stopped, or a back-up of it, and changes nothing.
/// </summary>
internal static class StoreCheckCommand
{
    /// <summary>The argument that asks for the check instead of a server.</summary>
    public const string Argument = "--check-store";

    /// <summary>The exit code where there is no store (sysexits.h, EX_NOINPUT).</summary>
    public const int NoStore = 66;

    /// <summary>
    /// 0 where the store is whole; 78 where it is damaged, as at the start of a server; 66 where there is none; 69 where a server is using it. What was found
    /// stands on standard error.
    /// </summary>
    public static int Run(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables().AddCommandLine([.. args.Where(a => a != Argument)]).Build();
        if (!string.IsNullOrEmpty(configuration.GetConnectionString("Postgres")))
            return Tell("The store is a PostgreSQL database: ask pg_amcheck.", StartupErrors.ConfigurationError);
        var directory = configuration[$"{RealtimeOptions.Section}:DataDirectory"] ?? new RealtimeOptions().DataDirectory;
        try
        {
            var faults = StoreCheck.Sqlite(directory);
            foreach (var fault in faults)
                Console.Error.WriteLine(fault);
            if (faults.Count > 0)
                return StartupErrors.ConfigurationError;
            Console.WriteLine($"The store in '{directory}' is whole.");
            return 0;
        }
        catch (FileNotFoundException e)
        {
            return Tell(e.Message, NoStore);
        }
        catch (InvalidOperationException e)
        {
            return Tell(e.Message, StartupErrors.Unavailable);
        }
    }

    private static int Tell(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
