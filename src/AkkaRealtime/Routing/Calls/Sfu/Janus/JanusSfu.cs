using Akka.Actor;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>The way to <see cref="JanusSfuActor"/>.</summary>
internal sealed class JanusSfu(IActorRef actor) : ISfu
{
    /// <inheritdoc/>
    public bool IsConfigured => true;

    /// <inheritdoc/>
    public void Tell(ISfuCommand command, IActorRef owner) => actor.Tell(command, owner);
}
