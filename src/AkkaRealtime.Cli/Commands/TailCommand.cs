using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using AkkaRealtime.Client;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime tail</c>.</summary>
internal static class TailCommand
{
    // The client's callbacks must not wait: what a slow terminal leaves unread stands here. Promise: in order, nothing left out; a full one ends the command.
    private const int MaxWaiting = 100_000;

    private static readonly Argument<string[]> Rooms = new("rooms") { Description = "The rooms; without one, all of the user's", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<int> Last = new("--last", "-n") { Description = "Begins so many events ago", DefaultValueFactory = _ => 0 };
    private static readonly Option<int?> Count = new("--count", "-c") { Description = "Ends after so many events" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("tail", "Shows what happens in rooms as it comes, in order, until Ctrl-C: nothing is left out where the connection is lost meanwhile.") { Rooms, Last, Count };
        Connecting.AddTo(command);
        Last.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0)
                result.AddError("--last is 0 or more.");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var options = Connecting.Options(given);
        var wanted = given.GetValue(Rooms)!.ToHashSet(StringComparer.Ordinal);
        try
        {
            options = options with { Positions = await PositionsAsync(options, wanted, given.GetValue(Last), cancel) };
            await FollowAsync(RealtimeClient.Create(options), options, wanted, given, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Ctrl-C is how it ends.
        }

        return ExitCodes.Good;
    }

    // Also sees to it that the rooms are the user's: the client would wait for ever for what happens in others.
    private static async Task<Dictionary<string, long>> PositionsAsync(RealtimeClientOptions options, HashSet<string> wanted, int last, CancellationToken cancel)
    {
        await using var client = await Connecting.ConnectAsync(RealtimeClient.Create(options), options.Server, cancel);
        var rooms = (await client.Chat.RoomsAsync(cancel)).ToDictionary(r => r.Id, StringComparer.Ordinal);
        foreach (var room in wanted.Where(r => !rooms.ContainsKey(r)))
            throw new CliException($"{client.Session!.User.Id} is in no room '{room}'. Theirs: {(rooms.Count == 0 ? "none" : string.Join(", ", rooms.Keys.Take(20)))}.");
        return rooms.Values.Where(r => wanted.Count == 0 || wanted.Contains(r.Id)).ToDictionary(r => r.Id, r => Math.Max(0, r.Head - last));
    }

    private static async Task FollowAsync(RealtimeClient client, RealtimeClientOptions options, HashSet<string> wanted, ParseResult given, CancellationToken cancel)
    {
        var told = Channel.CreateBounded<RoomEvent>(MaxWaiting);
        client.Chat.EventReceived += e =>
        {
            if ((wanted.Count == 0 || wanted.Contains(e.Room)) && !told.Writer.TryWrite(e))
                told.Writer.TryComplete(new CliException($"More than {MaxWaiting} events wait to be printed: what reads them is too slow.", ExitCodes.Unavailable));
        };
        client.Chat.Truncated += room => Output.Note($"{room}: there is more than is told event by event; what comes from now on follows.");
        await using var connected = await Connecting.ConnectAsync(client, options.Server, cancel);
        _ = client.Ended.ContinueWith(ended => told.Writer.TryComplete(ended.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (!given.GetValue(Connecting.Json))
            Output.Note($"As {client.Session!.User.Id}: {(wanted.Count == 0 ? "all rooms" : string.Join(", ", wanted))}. Ctrl-C ends it.");
        var rest = given.GetValue(Count) ?? int.MaxValue;
        while (rest-- > 0 && await told.Reader.WaitToReadAsync(cancel) && told.Reader.TryRead(out var e))
            Print(e, given.GetValue(Connecting.Json), named: wanted.Count != 1);
    }

    private static void Print(RoomEvent e, bool asJson, bool named)
    {
        if (asJson)
        {
            Output.Object(new { type = e.Type, data = e.Data });
            return;
        }

        var at = e.Data.TryGetProperty("at", out var when) && when.TryGetDateTimeOffset(out var time) ? time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture) : "";
        var room = named ? $"{e.Room} " : "";
        var by = e.By ?? "";
        if (e is { Type: "chat.message", Text: { } text })
            Output.Line($"[grey]{at} {Output.Escape(room)}[/][bold]{Output.Escape(by)}[/]: {Output.Escape(text)}", $"{at} {room}{by}: {text}");
        else
            Output.Line($"[grey]{at} {Output.Escape(room)}{Output.Escape(by)} {e.Type} {Output.Escape(Rest(e.Data))}[/]", $"{at} {room}{by} {e.Type} {Rest(e.Data)}");
    }

    private static string Rest(JsonElement data) =>
        string.Join(' ', data.EnumerateObject().Where(m => m.Name is not ("room" or "seq" or "at" or "by")).Select(m => $"{m.Name}={m.Value}"));
}
