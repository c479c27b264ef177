using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Wire;

namespace AkkaRealtime.Polls.Owner;

/// <summary><c>/poll Tea? | Yes | No</c> opens a poll: the same event as by <c>poll.open</c>, under the command's key.</summary>
public sealed class PollSlashCommand(IRoomEvents events) : ICommandHandler
{
    /// <inheritdoc/>
    public async Task<CommandReply> RunAsync(Caller caller, SlashCommand command, CancellationToken cancel)
    {
        var parts = command.Arguments.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var poll = new PollOpenRequest(command.Room, command.Key, parts.FirstOrDefault(), [.. parts.Skip(1)]);
        if (poll.Validate() is { } fault)
            return fault with { Message = $"{fault.Message} Type /poll Tea? | Yes | No, say." };
        var opened = await events.AppendAsync(
            command.Room,
            caller.User,
            PollOpened.Type,
            new PollOpened(PollId.New(), poll.Question!, poll.Options!),
            new RoomEventOptions { CountsAsUnread = true, Key = command.Key },
            PollJson.Default.PollOpened,
            cancel).ConfigureAwait(false);
        return opened.Error is { } error ? error : CommandReply.Done;
    }
}
