using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>The session: made, read from, lost, made again.</summary>
internal sealed partial class JanusLinkActor
{
    private static readonly RequestError Away = new(
        ErrorCode.Unavailable, "The media server can't be reached just now. When it is back, call.mode tells so; offer anew then.", RetryAfterMs: 5_000);

    private void Connect()
    {
        _socket = new JanusSocket(new Uri(_janus.Url), Self);
        _ = _socket.RunAsync();
    }

    private void Read(JanusSpoke spoke)
    {
        var socket = spoke.Socket;
        socket.Rest();
        for (var i = 0; i < MessagesAtOnce; i++)
        {
            if (!socket.TryRead(out var message))
                return;
            Take(message!);
            if (socket != _socket)
                return;
        }

        Self.Tell(spoke);
    }

    private void Take(JanusMessage message)
    {
        if (_transactions.Answered(message) is { } waiting)
        {
            Answered(waiting, message);
        }
        else if (message.Kind == "timeout")
        {
            Lost("the session was not kept alive");
        }
        else if (_handles.TryGetValue(message.Sender, out var context) && _rooms.TryGetValue(context.Call, out var known))
        {
            known.Room.Happened(context, message);
            Carry(known.Room, known.Owner);
        }
    }

    private void Answered(JanusTransactions.Waiting waiting, JanusMessage message)
    {
        var isRefusal = message.Kind == "error" || message.ErrorCode != 0;
        var isAsWanted = (waiting.Ask, message.ErrorCode) is (JanusAsk.Create, JanusMessage.RoomExists) or (JanusAsk.Destroy, JanusMessage.NoSuchRoom);
        if (isRefusal && !isAsWanted)
        {
            _services.Metrics.Errors.Add(1);
            JanusLog.Refused(_services.Log, _janus.Url, waiting.Ask, message.ErrorCode, message.Reason);
        }

        if (waiting.Context is { } context)
        {
            if (waiting.Ask == JanusAsk.Destroy)
            {
                Closed(context.Call);
                return;
            }

            if (!_rooms.TryGetValue(context.Call, out var known))
                return;
            if (isRefusal)
                known.Room.Refused(waiting.Ask, context, message.ErrorCode, message.Reason);
            else
                known.Room.Answered(waiting.Ask, context, message);
            Carry(known.Room, known.Owner);
            return;
        }

        switch (waiting.Ask)
        {
            case JanusAsk.Session or JanusAsk.Control or JanusAsk.KeepAlive when isRefusal:
                Lost($"it refused the session: {message.Reason}");
                break;
            case JanusAsk.Session:
                _session = message.Id;
                Send(new JanusRequest(JanusAsk.Control, "attach"), null);
                break;
            case JanusAsk.Control:
                Begin(message.Id);
                break;
            default:
                break;
        }
    }

    private void Begin(long control)
    {
        _control = control;
        (_pause, _failures) = (Second / 2, 0);
        Timers.StartPeriodicTimer(nameof(SendKeepAlive), SendKeepAlive.Now, KeepAlive);
        JanusLog.Up(_services.Log, _janus.Url);
        _services.Metrics.Sessions.Add(1);
        if (_wasUp)
            _services.Metrics.Reconnects.Add(1);
        _wasUp = true;
        _services.Status.Add(1);
        Context.Parent.Tell(new JanusLoad(_janus.Url, true, _load));
        foreach (var (room, owner) in _rooms.Values.ToList())
        {
            room.Make(_control);
            Carry(room, owner);
        }

        foreach (var call in _closing.Keys)
            Destroy(call);
    }

    private void Lost(string why)
    {
        Forget();
        JanusLog.Down(_services.Log, _janus.Url, why, _pause.TotalSeconds, _rooms.Count);
        Timers.StartSingleTimer(nameof(Connecting), Connecting.Now, _pause);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        Context.Parent.Tell(new JanusLoad(_janus.Url, false, _load, ++_failures));
    }

    private void Forget()
    {
        if (IsUp)
        {
            _services.Metrics.Sessions.Add(-1);
            _services.Status.Add(-1);
        }

        _socket?.Dispose();
        (_socket, _session, _control) = (null, 0, 0);
        Timers.Cancel(nameof(SendKeepAlive));
        _transactions.Clear();
        _handles.Clear();
        foreach (var (room, _) in _rooms.Values)
            room.Lose();
    }

    private void Send(JanusRequest request, JanusContext? context)
    {
        if (_socket is null)
            return;
        var name = _transactions.Begin(request.Ask, context, _services.Time.GetUtcNow());
        if (name is null || !_socket.TrySend(request.Encode(name, _session, _janus.ApiSecret)))
            Self.Tell(new JanusClosed(_socket, "it does not read what it is sent"));
    }
}
