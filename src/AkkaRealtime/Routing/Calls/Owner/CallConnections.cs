using Akka.Actor;
using Akka.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The connections of a call's participants, each watched.</summary>
internal sealed class CallConnections(IActorContext context)
{
    private readonly Dictionary<SessionId, IActorRef> _bySession = [];

    /// <summary>Where a connection can be found again by a later owner.</summary>
    public static string AddressOf(IActorRef connection) => Serialization.SerializedActorPath(connection);

    /// <summary>A participant speaks from this connection.</summary>
    public void Add(SessionId session, IActorRef connection)
    {
        _bySession[session] = connection;
        context.Watch(connection);
    }

    /// <summary>Asks whether the connection still is where it was; if so, an <see cref="ActorIdentity"/> with the session comes back.</summary>
    public void Find(SessionId session, string address)
    {
        var provider = ((ExtendedActorSystem)context.System).Provider;
        provider.ResolveActorRef(address).Tell(new Identify(session.Value), context.Self);
    }

    /// <summary>Sends to one of them.</summary>
    public void Tell(SessionId session, EncodedEnvelope envelope)
    {
        if (_bySession.TryGetValue(session, out var connection))
            connection.Tell(envelope, context.Self);
    }

    /// <summary>The connection ended; these sessions were on it.</summary>
    public IReadOnlyList<SessionId> Remove(IActorRef connection)
    {
        var gone = _bySession.Where(p => p.Value.Equals(connection)).Select(p => p.Key).ToList();
        foreach (var session in gone)
            _bySession.Remove(session);
        return gone;
    }

    /// <summary>Lets go of all but these.</summary>
    public void Keep(IReadOnlyList<Participant> participants)
    {
        foreach (var (session, connection) in _bySession.Where(p => participants.All(s => s.Session != p.Key)).ToList())
        {
            _bySession.Remove(session);
            context.Unwatch(connection);
        }
    }
}
