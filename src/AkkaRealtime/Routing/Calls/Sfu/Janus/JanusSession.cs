using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>
/// The session with one Janus, as far as it has come: a WebSocket, a session on it, and the handle that rooms are made with. Knows which
/// requests are under way.
/// </summary>
/// <param name="janus">Which Janus.</param>
/// <param name="time">The clock.</param>
/// <param name="link">Is told what the socket says.</param>
[SuppressMessage("Design", "CA1001", Justification = "The link closes it when it stops.")]
internal sealed class JanusSession(JanusOptions janus, TimeProvider time, IActorRef link)
{
    private readonly JanusTransactions _transactions = new();
    private JanusSocket? _socket;
    private long _id;

    /// <summary>The handle that rooms are made with; 0: none yet.</summary>
    public long Control { get; private set; }

    /// <summary>Whether rooms can be made.</summary>
    public bool IsUp => Control != 0;

    /// <summary>Whether this is the socket of today. What earlier ones say is nobody's business any more.</summary>
    public bool Has(JanusSocket socket) => socket == _socket;

    /// <summary>Opens a socket; the link hears of what becomes of it.</summary>
    public void Connect()
    {
        _socket = new JanusSocket(new Uri(janus.Url), link);
        _ = _socket.RunAsync();
    }

    /// <summary>The socket is open: a session is next.</summary>
    public void Begin() => Send(new JanusRequest(JanusAsk.Session, "create"), null);

    /// <summary>A sign of life.</summary>
    public void KeepAlive() => Send(new JanusRequest(JanusAsk.KeepAlive, "keepalive"), null);

    /// <summary>Sends a request; its answer comes back with <paramref name="context"/>. Without a socket it is lost, as all that was agreed on it is.</summary>
    public void Send(JanusRequest request, JanusContext? context)
    {
        if (_socket is null)
            return;
        var name = _transactions.Begin(request.Ask, context, time.GetUtcNow());
        if (name is null || !_socket.TrySend(request.Encode(name, _id, janus.ApiSecret)))
            link.Tell(new JanusClosed(_socket, "it does not read what it is sent"), link);
    }

    /// <summary>The request that <paramref name="message"/> answers, or null.</summary>
    public JanusTransactions.Waiting? Answered(JanusMessage message) => _transactions.Answered(message);

    /// <summary>Requests that were not answered in time.</summary>
    public IReadOnlyList<JanusTransactions.Waiting> TakeLate() => _transactions.TakeLate(time.GetUtcNow());

    /// <summary>A request of the session's own was granted. True where rooms can be made from now on.</summary>
    public bool Granted(JanusAsk ask, JanusMessage message)
    {
        switch (ask)
        {
            case JanusAsk.Session:
                _id = message.Id;
                Send(new JanusRequest(JanusAsk.Control, "attach"), null);
                return false;
            case JanusAsk.Control:
                Control = message.Id;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The session is over.</summary>
    public void Close()
    {
        _socket?.Dispose();
        (_socket, _id, Control) = (null, 0, 0);
        _transactions.Clear();
    }
}
