using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Execution;

/// <summary>
/// A router, which everybody on the node shares. A request that fails in it, which is a bug, is answered with <c>internal</c>; the router keeps what it
/// knows of everybody else, and goes on.
/// </summary>
internal abstract class RouterActor : UntypedActor
{
    /// <inheritdoc/>
    protected sealed override void OnReceive(object message)
    {
        try
        {
            Handle(message);
        }
        catch (Exception cause) when (message is ClientRequest)
        {
            var request = (ClientRequest)message;
            NodeFaults.Of(Context.System)?.RequestFailed(Self.Path.Name, request.Body.GetType().Name, cause);
            Sender.Tell(EnvelopeWriter.Error(RequestError.Failed, request.Ref), Self);
        }
    }

    /// <summary>Handles a message.</summary>
    protected abstract void Handle(object message);
}
