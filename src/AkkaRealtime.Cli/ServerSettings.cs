using System.CommandLine;
using AkkaRealtime.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Cli;

/// <summary>The configuration as a server would have it that is started here: appsettings.json, the files that are named, the environment, and what stands behind <c>--</c>.</summary>
internal static class ServerSettings
{
    /// <summary>Files as the server's <c>appsettings.json</c>.</summary>
    public static Option<FileInfo[]> Settings { get; } = new("--settings")
    {
        Description = "A file of options like the server's appsettings.json; environment variables count more. May be repeated",
        HelpName = "file",
    };

    /// <summary>The environment, as ASP.NET Core has it.</summary>
    public static Option<string?> Environment { get; } = new("--environment")
    {
        Description = "Development or Production. Default: ASPNETCORE_ENVIRONMENT, or Production",
        HelpName = "name",
    };

    /// <summary>Arguments of the server's.</summary>
    public static Argument<string[]> Rest { get; } = new("options")
    {
        Description = "Behind --, options as the server takes them: -- --AkkaRealtime:DataDirectory=/data",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The folder of the store.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The data directory. Default: the server's option DataDirectory (AkkaRealtime__DataDirectory, or ./data)",
        HelpName = "folder",
    };

    /// <summary>Adds the options of those who need all of a server's configuration.</summary>
    public static void AddTo(Command command)
    {
        command.Add(Settings);
        command.Add(Environment);
        command.Add(Rest);
    }

    /// <summary>What of a server is there before it starts, without its logs.</summary>
    /// <exception cref="CliException">A file can't be read.</exception>
    public static WebApplicationBuilder Builder(ParseResult given)
    {
        string[] environment = given.GetValue(Environment) is { } name ? [$"--environment={name}"] : [];
        var builder = ServerBuilder.Create([.. environment, .. given.GetValue(Rest) ?? []]);
        AddFiles(builder.Configuration, given);
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(new NotesProvider());
        builder.AddServer();
        return builder;
    }

    /// <summary>The folder of a SQLite store.</summary>
    /// <exception cref="CliException">The store is a PostgreSQL database.</exception>
    public static string DataDirectory(ParseResult given)
    {
        if (given.GetValue(Data) is { } named)
            return named;
        var configuration = Configuration(given);
        if (!string.IsNullOrEmpty(configuration.GetConnectionString("Postgres")))
        {
            throw new CliException(
                "The store is a PostgreSQL database (ConnectionStrings:Postgres): pg_dump, pg_restore and pg_amcheck are for that. For a SQLite store, name its folder with --data.",
                ExitCodes.Configuration);
        }

        return configuration[$"{RealtimeOptions.Section}:DataDirectory"] ?? new RealtimeOptions().DataDirectory;
    }

    /// <summary>The options alone.</summary>
    public static IConfiguration Configuration(ParseResult given)
    {
        var configuration = new ConfigurationManager();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables();
        AddFiles(configuration, given);
        return configuration;
    }

    // Behind the other files, before the environment.
    private static void AddFiles(ConfigurationManager configuration, ParseResult given)
    {
        foreach (var file in given.GetValue(Settings) ?? [])
        {
            if (!file.Exists)
                throw new CliException($"There is no file '{file.FullName}' (--settings).", ExitCodes.NoInput);
            var source = new JsonConfigurationSource { Path = file.FullName };
            source.ResolveFileProvider();
            var files = ((IConfigurationBuilder)configuration).Sources.ToList().FindLastIndex(s => s is JsonConfigurationSource);
            var variables = ((IConfigurationBuilder)configuration).Sources.ToList().FindLastIndex(s => s is EnvironmentVariablesConfigurationSource { Prefix: null or "" });
            try
            {
                ((IConfigurationBuilder)configuration).Sources.Insert(files >= 0 ? files + 1 : Math.Max(variables, 0), source);
            }
            catch (InvalidDataException e)
            {
                throw new CliException($"{e.Message} {e.InnerException?.Message}".TrimEnd(), ExitCodes.Configuration, e);
            }
        }
    }
}
