using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// Carries out a command of the host's; a new instance for each, in a scope of its own, with what it needs from the host's services:
/// <see cref="IRoomEvents"/> to put an event of the host's own into the room, <see cref="IRealtimePublisher"/> for events that aren't kept.
/// </summary>
public interface ICommandHandler
{
    /// <summary>
    /// Carries out a command of a member of its room. Runs on the thread pool, under the same limits as requests to handlers.
    /// </summary>
    /// <param name="caller">Who gave it.</param>
    /// <param name="command">What they typed, and where.</param>
    /// <param name="cancel">Cancelled when the node stops.</param>
    /// <returns>A text that only the caller is shown, <see cref="CommandReply.Done"/>, or a <see cref="RequestError"/>.</returns>
    /// <exception cref="Exception">A bug: the caller is answered with <see cref="ErrorCode.Internal"/>, and it is logged.</exception>
    Task<CommandReply> RunAsync(Caller caller, SlashCommand command, CancellationToken cancel);
}
