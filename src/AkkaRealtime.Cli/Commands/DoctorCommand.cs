using System.CommandLine;
using AkkaRealtime.Cli.Doctor;
using AkkaRealtime.Server;
using AkkaRealtime.Server.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime doctor</c>.</summary>
internal static class DoctorCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("doctor", "Looks whether all is there that a server with these options needs: store, sign-in, TURN, Janus, clocks; with --server, whether clients reach a running one through its proxies.")
        {
            Connecting.Server, Connecting.Path, Connecting.Json,
        };
        ServerSettings.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var findings = await LookAsync(given, cancel);
        if (given.GetResult(Connecting.Server) is { Implicit: false })
        {
            using var probe = new ServerProbe(given.GetRequiredValue(Connecting.Server), given.GetRequiredValue(Connecting.Path));
            findings = [.. findings, .. await probe.LookAsync(cancel)];
        }

        if (given.GetValue(Connecting.Json))
            Output.Object(new { good = findings.All(f => f.Verdict != Verdict.Bad), findings });
        else
            findings.ToList().ForEach(Print);
        return findings.Any(f => f.Verdict == Verdict.Bad) ? ExitCodes.Refused : ExitCodes.Good;
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(ParseResult given, CancellationToken cancel)
    {
        WebApplication app;
        try
        {
            app = ServerSettings.Builder(given).Build();
        }
        catch (Exception e) when (StartupErrors.Sentences(e) is { Count: > 0 } sentences)
        {
            return [.. sentences.Select(s => Finding.Bad("options", s))];
        }

        await using (app)
        {
            try
            {
                app.CheckOptions();
            }
            catch (Exception e) when (StartupErrors.Sentences(e) is { Count: > 0 } sentences)
            {
                return [.. sentences.Select(s => Finding.Bad("options", s))];
            }

            return [Finding.Good("options", "They are good."), .. await LookAsync(app, cancel)];
        }
    }

    private static async Task<IReadOnlyList<Finding>> LookAsync(WebApplication app, CancellationToken cancel)
    {
        var options = app.Services.GetRequiredService<IOptions<RealtimeOptions>>().Value;
        var auth = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        using var http = new HttpClient { Timeout = Patience };
        var store = app.Configuration.GetConnectionString("Postgres") is { Length: > 0 } postgres
            ? PostgresProbe.LookAsync(postgres, cancel)
            : Task.FromResult<IReadOnlyList<Finding>>([.. SqliteProbe.Look(options.DataDirectory)]);
        var signIn = SignInProbe.LookAsync(auth, app.Environment.IsDevelopment(), http, cancel);
        var turn = TurnProbe.LookAsync(options.Calls, cancel);
        var janus = Task.WhenAll(options.Calls.Janus.Select(j => JanusProbe.LookAsync(j, cancel)));
        return [.. await store, .. await signIn, .. await turn, .. await janus];
    }

    private static void Print(Finding finding)
    {
        var (mark, colour) = finding.Verdict switch { Verdict.Good => ("good", "green"), Verdict.Warning => ("look", "yellow"), _ => ("bad ", "red") };
        Output.Line($"[{colour}]{mark}[/]  [bold]{finding.About,-9}[/]  {Output.Escape(finding.Says)}", $"{mark}  {finding.About,-9}  {finding.Says}");
    }
}
