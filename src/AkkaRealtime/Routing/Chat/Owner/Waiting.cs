using System.Diagnostics;
using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>A command that waits at a room, and whom to answer.</summary>
/// <param name="Sender">Whom to answer.</param>
/// <param name="Command">What is asked.</param>
/// <param name="Since">The time provider's timestamp of when it came.</param>
internal readonly record struct Waiting(IActorRef Sender, IRoomCommand Command, long Since)
{
    /// <summary>What of a trace this is; null where it isn't traced.</summary>
    public Activity? Span { get; private init; }

    /// <summary>A command that has just come.</summary>
    public static Waiting From(IActorRef sender, IRoomCommand command, TimeProvider time) => new(sender, command, time.GetTimestamp())
    {
        Span = RealtimeTraces.AreWanted && command is ITraced { Trace: { } trace } ? RealtimeTraces.Begin("room", ActivityKind.Internal, trace)?.SetTag("akkarealtime.room", command.Room.Value) : null,
    };

    /// <summary>It is done, and was answered.</summary>
    public void End() => Span?.End();

    /// <summary>Tells the sender why the command was refused. Owners of calls are not told: they send the command again until it is answered.</summary>
    public void Refuse(RequestError error)
    {
        Span?.End(error.Code.ToWire());
        object? answer = Command switch
        {
            OpenPair { Token: { } token } => new DirectRoom(token, null, error),
            OpenPair { Ref: var @ref } => EnvelopeWriter.Error(error, @ref),
            CreateRoom { Ref: var @ref } => EnvelopeWriter.Error(error, @ref),
            BlocksChanged { Ref: var @ref } => EnvelopeWriter.Error(error, @ref),
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
