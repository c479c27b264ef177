using Akka.Actor;

namespace AkkaRealtime.Connections;

/// <summary>The actors of this node that a connection talks to.</summary>
/// <param name="Routers">The routers, by the name that the catalog gives for a request: <c>chat</c>, <c>call</c>, <c>status</c>, and those of own domains.</param>
/// <param name="Sessions">The shard region of users, for opening and closing sessions.</param>
/// <param name="Memberships">Who says which topics a user follows from sign-in on.</param>
/// <param name="Relay">The node's relay.</param>
internal sealed record NodeActors(IReadOnlyDictionary<string, IActorRef> Routers, IActorRef Sessions, IActorRef Memberships, IActorRef Relay);
