using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>A command that waits at a room, and whom to answer.</summary>
/// <param name="Sender">Whom to answer.</param>
/// <param name="Command">What is asked.</param>
/// <param name="Since">The time provider's timestamp of when it came.</param>
internal readonly record struct Waiting(IActorRef Sender, IRoomCommand Command, long Since)
{
    /// <summary>Tells the sender why the command was refused. Owners of calls are not told: they send the command again until it is answered.</summary>
    public void Refuse(RequestError error)
    {
        object? answer = Command switch
        {
            OpenPair { Token: { } token } => new DirectRoom(token, null, error),
            OpenPair { Ref: var @ref } => EnvelopeWriter.Error(error, @ref),
            CreateRoom { Ref: var @ref } => EnvelopeWriter.Error(error, @ref),
            RoomRequest { Ref: var @ref } => EnvelopeWriter.Error(error, @ref),
            AdminRequest or RecordErasure => new AdminAnswer(Command.Room, error),
            AppendDomainEvent => new DomainEventAppended(error),
            IRewriteCommand => new RoomRewritten(Command.Room, Done: false),
            _ => null,
        };
        if (answer is not null)
            Sender.Tell(answer);
    }
}
