using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Cluster;
using Akka.Util;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>The cluster's news, whose members Akka lets nobody else make.</summary>
internal static class SimMembers
{
    /// <summary>A node was removed.</summary>
    public static void TellRemoved(Address node, params ReadOnlySpan<IActorRef> who) =>
        Tell(new ClusterEvent.MemberRemoved(Removed(null, new UniqueAddress(node, 1)), MemberStatus.Down), who);

    /// <summary>A node came in.</summary>
    public static void TellUp(Address node, params ReadOnlySpan<IActorRef> who) => Tell(new ClusterEvent.MemberUp(Up(node)), who);

    /// <summary>A node that was out of reach is back.</summary>
    public static void TellReachable(Address node, params ReadOnlySpan<IActorRef> who) => Tell(new ClusterEvent.ReachableMember(Up(node)), who);

    private static Member Up(Address node) => Create(null, new UniqueAddress(node, 1), 1, MemberStatus.Up, [], AppVersion.Zero);

    private static void Tell(object news, ReadOnlySpan<IActorRef> who)
    {
        foreach (var one in who)
            one.Tell(news, ActorRefs.NoSender);
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Removed")]
    private static extern Member Removed(Member? type, UniqueAddress node);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Create")]
    private static extern Member Create(Member? type, UniqueAddress node, int upNumber, MemberStatus status, ImmutableHashSet<string> roles, AppVersion appVersion);
}
