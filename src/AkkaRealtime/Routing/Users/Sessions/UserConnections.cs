using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;

namespace AkkaRealtime.Routing.Users.Sessions;

/// <summary>The connection actors of one user, wherever they live.</summary>
internal sealed class UserConnections
{
    private readonly Dictionary<SessionId, KnownSession> _known = [];
    private bool _toldInvisible;

    /// <summary>Adds a connection; the same session again replaces what was known of it.</summary>
    public void Add(SessionId session, DeviceId device, IActorRef connection, SessionOrigin? origin = null) =>
        _known[session] = new KnownSession(session, device, connection, origin);

    /// <summary>Removes a session. Its connection, or null where there was none.</summary>
    public IActorRef? Remove(SessionId session) => _known.Remove(session, out var known) ? known.Connection : null;

    /// <summary>The session of a connection.</summary>
    public SessionId? Find(IActorRef connection)
    {
        foreach (var (session, known) in _known)
        {
            if (known.Connection.Equals(connection))
                return session;
        }

        return null;
    }

    /// <summary>What an administrator is shown of them; a connection on this node has no address of its own.</summary>
    public IReadOnlyList<SessionEntry> List(Address here) =>
    [
        .. _known.Values.Select(k => new SessionEntry(k.Session, k.Device, (k.Connection.Path.Address.HasGlobalScope ? k.Connection.Path.Address : here).ToString())
        {
            Since = k.Origin?.At,
            Agent = k.Origin?.Agent,
            Token = k.Origin?.Token,
            Until = k.Origin?.Until,
        }),
    ];

    /// <summary>What their user is shown of them, the oldest first.</summary>
    public IReadOnlyList<OwnSession> ListOwn(SessionId current) =>
        [.. _known.Values.OrderBy(k => k.Session.Value, StringComparer.Ordinal).Select(k => new OwnSession(k.Session, k.Device, k.Origin?.At, k.Origin?.Agent, k.Session == current ? true : null))];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<KnownSession> Known => _known.Values;

    /// <summary>How many there are.</summary>
    public int Count => _known.Count;

    /// <summary>Tells all of them.</summary>
    public void Tell(object message, IActorRef sender)
    {
        foreach (var known in _known.Values)
            known.Connection.Tell(message, sender);
    }

    /// <summary>Tells them whether their user is invisible, if that has changed: they hold back what would give the user away.</summary>
    public void TellVisibility(bool isInvisible, IActorRef sender)
    {
        if (isInvisible == _toldInvisible)
            return;
        _toldInvisible = isInvisible;
        Tell(new VisibilityChanged(isInvisible), sender);
    }

    /// <summary>Sends the envelope to those that <paramref name="command"/> means.</summary>
    public void Tell(TellUser command, IActorRef sender)
    {
        foreach (var (session, known) in _known)
        {
            if (session == command.ExceptSession || known.Device == command.ExceptDevice)
                continue;
            if (command.OnlyDevice is { } only && known.Device != only)
                continue;
            known.Connection.Tell(command.Envelope, sender);
        }
    }

}

/// <summary>A connection of a user.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Device">Its device.</param>
/// <param name="Connection">Its actor.</param>
/// <param name="Origin">Where it comes from; null where its node is of the version before.</param>
internal sealed record KnownSession(SessionId Session, DeviceId Device, IActorRef Connection, SessionOrigin? Origin);
