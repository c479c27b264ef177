using System.CommandLine;
using AkkaRealtime.Client;

namespace AkkaRealtime.Cli.Commands;

/// <summary><c>akkarealtime send</c>.</summary>
internal static class SendCommand
{
    private static readonly Argument<string> Room = new("room") { Description = "The room's id, or @user for the direct room with a user" };
    private static readonly Argument<string?> Text = new("text") { Description = "What to say; without it, or with -, what comes on standard input", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<string?> Key = new("--key") { Description = "The same key again sends nothing more: for scripts that try again. Default: a new one" };
    private static readonly Option<string?> ReplyTo = new("--reply-to") { Description = "The message that it answers", HelpName = "message" };
    private static readonly Option<string?> Thread = new("--thread") { Description = "The message whose thread it is in", HelpName = "message" };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("send", "Sends a message as a user, and returns when it is stored.") { Room, Text, Key, ReplyTo, Thread };
        Connecting.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancel)
    {
        var options = Connecting.Options(given);
        var text = given.GetValue(Text) is { } said and not "-" ? said : await InputAsync(cancel);
        await using var client = await Connecting.ConnectAsync(RealtimeClient.Create(options), options.Server, cancel);
        var room = given.GetRequiredValue(Room);
        if (room.StartsWith('@'))
            room = (await client.Chat.DirectAsync(room[1..], cancel)).Id;
        var sent = await client.Chat.SendAsync(room, text, given.GetValue(Key), given.GetValue(ReplyTo), given.GetValue(Thread), cancel: cancel);
        if (given.GetValue(Connecting.Json))
            Output.Object(sent);
        else
            Output.Line($"{sent.Id} is number {sent.Seq} of {sent.Room}{(sent.Duplicate ? ", as it was before" : "")}");
        return ExitCodes.Good;
    }

    private static async Task<string> InputAsync(CancellationToken cancel)
    {
        if (!Console.IsInputRedirected)
            Output.Note("Write the message; Ctrl-D ends it.");
        var text = (await Console.In.ReadToEndAsync(cancel)).TrimEnd('\r', '\n');
        return text.Length > 0 ? text : throw new CliException("There is nothing to send: name the text, or write it to standard input.", ExitCodes.Usage);
    }
}
