using Akka.Actor;

namespace AkkaRealtime.Connections;

/// <summary>The actors of this node that a connection talks to.</summary>
/// <param name="Chat">The chat router.</param>
/// <param name="Calls">The call router.</param>
/// <param name="Status">The status router.</param>
/// <param name="Users">The shard region of users, for opening and closing sessions.</param>
/// <param name="Relay">The node's relay.</param>
public sealed record NodeActors(IActorRef Chat, IActorRef Calls, IActorRef Status, IActorRef Users, IActorRef Relay);
