using Akka.Actor;
using AkkaRealtime.EventLoops;

namespace AkkaRealtime.Clustering;

/// <summary>
/// Actors of which there are many, mostly idle, and which never block: connections, rooms, users, calls, topics. They have a <see cref="LeanMailbox"/> and
/// run in the node's event loops.
/// </summary>
internal static class LeanActor
{
    // Made once: each new one parses an empty configuration, which costs more than the actor.
    private static readonly Deploy Deployment = Deploy.None.WithMailbox(LeanMailbox.Id).WithDispatcher(EventLoopDispatcher.Id);

    /// <summary>What the mailbox and the dispatcher need in Akka's configuration.</summary>
    public static string Config { get; } = $"""
        {LeanMailbox.Id}.mailbox-type = "{typeof(LeanMailbox).AssemblyQualifiedName}"
        {EventLoopDispatcher.Config}
        """;

    /// <summary>Props that run <paramref name="make"/>, also for each restart.</summary>
    public static Props Of<TActor>(Func<TActor> make)
        where TActor : ActorBase => new LeanProps(Producer.Of(make));

    private sealed class LeanProps : Props
    {
        public LeanProps(Props props)
            : base(props) => Deploy = Deployment;
    }
}
