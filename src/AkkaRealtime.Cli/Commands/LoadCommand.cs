using System.CommandLine;
using AkkaRealtime.Cli.Load;
using AkkaRealtime.Client;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime load</c>.</summary>
internal static class LoadCommand
{
    private static readonly Option<int> Users = Bounded(new("--users", "-u") { Description = "How many users, each with a connection", DefaultValueFactory = _ => 20 }, 2, 5_000);
    private static readonly Option<int> Rooms = Bounded(new("--rooms", "-r") { Description = "How many rooms they are in, each user in one", DefaultValueFactory = _ => 4 }, 1, 2_500);
    private static readonly Option<double> Rate = new("--rate") { Description = "Messages a second of each user", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Seconds = Bounded(new("--seconds") { Description = "For how long", DefaultValueFactory = _ => 20 }, 1, 3_600);

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command(
            "load",
            "Has many users talk in channels that it makes, and says how long they wait for the server and whether everybody was told everything. For servers that are tried out: the channels stay.")
        {
            Users, Rooms, Rate, Seconds, Connecting.Server, Connecting.Path, Tokens.Sign, ServerSettings.Settings, Connecting.Json,
        };
        Rate.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.01 and <= 1_000))
                result.AddError("--rate is 0.01 to 1000.");
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(Users) < 2 * result.GetValue(Rooms))
                result.AddError("There are at least two users for each room: more --users, or fewer --rooms.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var (users, rooms, seconds) = (given.GetValue(Users), given.GetValue(Rooms), given.GetValue(Seconds));
        var run = $"Load {Guid.NewGuid().ToString("n")[..6]}";
        await using var load = await LoadRun.ConnectAsync(
            run, users, rooms, (name, stop) => OptionsAsync(given, name, TimeSpan.FromSeconds(seconds) + TimeSpan.FromHours(1), stop), given.GetRequiredValue(Connecting.Server), cancel);
        Output.Note($"{users} users are in {rooms} channels \"{run} …\"; {seconds} s.");
        var result = await load.TalkAsync(given.GetValue(Rate), TimeSpan.FromSeconds(seconds), cancel);
        Print(result, given.GetValue(Connecting.Json));
        return result is { Missing: 0, Refused.Count: 0 } ? ExitCodes.Good : ExitCodes.Refused;
    }

    private static async Task<RealtimeClientOptions> OptionsAsync(ParseResult given, string name, TimeSpan signedFor, CancellationToken cancel)
    {
        var token = await Tokens.CreateAsync(given, name, null, signedFor, cancel);
        return new RealtimeClientOptions { Server = given.GetRequiredValue(Connecting.Server), Path = given.GetRequiredValue(Connecting.Path), Token = _ => ValueTask.FromResult(token.Token) };
    }

    private static void Print(LoadResult result, bool asJson)
    {
        if (asJson)
        {
            Output.Object(result);
            return;
        }

        Output.Line($"sent          {result.Sent:N0}, {result.SentPerSecond:N1} a second");
        foreach (var (code, count) in result.Refused)
            Output.Line($"refused       {count:N0} with {code}");
        Output.Line($"acknowledged  {Waits(result.Acknowledged)}");
        Output.Line($"delivered     {Waits(result.Delivered)}: {result.Deliveries:N0} deliveries, {result.Missing:N0} missing");
    }

    private static string Waits(Percentiles of) => $"p50 {of.P50Ms:N1} ms, p99 {of.P99Ms:N1} ms, max {of.MaxMs:N1} ms";

    private static Option<int> Bounded(Option<int> option, int min, int max)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < min || result.GetValueOrDefault<int>() > max)
                result.AddError($"{option.Name} is {min} to {max}.");
        });
        return option;
    }
}
