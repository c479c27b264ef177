using Akka.Actor;
using Akka.Hosting;
using AkkaRealtime.Connections;
using AkkaRealtime.Topics;

namespace AkkaRealtime;

/// <summary>
/// The names under which the node's actors stand in Akka.Hosting's registry: <c>registry.Register&lt;ActorKeys.ChatRouter&gt;(actor)</c>,
/// <c>builder.WithShardRegion&lt;ActorKeys.Rooms&gt;("rooms", …)</c>.
/// </summary>
internal static class ActorKeys
{
    /// <summary>The actors that a connection talks to; once all of them are registered.</summary>
    public static NodeActors NodeActors(IReadOnlyActorRegistry registry) => new(
        registry.Get<ChatRouter>(),
        registry.Get<CallRouter>(),
        registry.Get<StatusRouter>(),
        registry.Get<Users>(),
        registry.Get<Relay>());

    /// <summary>The region that holds the owner of a topic.</summary>
    public static IActorRef Owners(IReadOnlyActorRegistry registry, TopicKind kind) =>
        kind == TopicKind.Room ? registry.Get<Rooms>() : registry.Get<Users>();

    /// <summary>Shard region of rooms; entity id: the room's.</summary>
    public sealed class Rooms;

    /// <summary>Shard region of calls; entity id: the room's.</summary>
    public sealed class Calls;

    /// <summary>Shard region of users; entity id: the user's.</summary>
    public sealed class Users;

    /// <summary>This node's chat router.</summary>
    public sealed class ChatRouter;

    /// <summary>This node's call router.</summary>
    public sealed class CallRouter;

    /// <summary>This node's media servers.</summary>
    public sealed class Sfu;

    /// <summary>This node's status router.</summary>
    public sealed class StatusRouter;

    /// <summary>This node's relay.</summary>
    public sealed class Relay;

    /// <summary>The cluster's upkeep, behind a proxy.</summary>
    public sealed class Upkeep;

    /// <summary>The parent of this node's connections.</summary>
    public sealed class Connections;
}
