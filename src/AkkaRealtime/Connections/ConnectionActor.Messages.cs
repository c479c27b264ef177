using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

// What the client sends.
internal sealed partial class ConnectionActor
{
    // Messages handled before other actors get their turn.
    private const int Batch = 32;

    private void TakeMessages(bool all = false)
    {
        var inbox = _connection.Inbox;
        inbox.Rest();
        var count = 0;
        var now = _services.NowMs;
        while ((all || (count < Batch && !_connection.IsClosing)) && !(_checkingToken && !IsReady) && inbox.TryRead(out var message))
        {
            count++;
            try
            {
                Handle(_gate.Judge(message.Utf8, _services.Catalog, _services.Limits, now, _budgets));
            }
            finally
            {
                message.Return();
            }
        }

        _services.Metrics.MessagesIn.Add(count);
        if (count == Batch)
            inbox.Wake();
    }

    private void Handle(in Verdict verdict)
    {
        if (verdict.Error is { } error)
            Refuse(error, verdict.Ref);
        if (verdict.Close is { } code)
            _connection.Close(code, code == CloseCode.Flood ? "Too many messages, in spite of the warnings." : "Too many frames that are no envelopes.");
        switch (verdict.Request)
        {
            case null:
                break;
            case SessionAuth auth:
                CheckToken(auth, verdict.Ref);
                break;
            case SessionPing:
                Outbox.Write(SessionEvents.Pong(_services.Time.GetUtcNow(), verdict.Ref));
                break;
            case var _ when _session is null:
                Refuse(new(ErrorCode.Unauthorized, "Sign in first: session.auth."), verdict.Ref);
                break;
            default:
                Actors.Routers[verdict.Router].Tell(new ClientRequest(_session.Caller, verdict.Ref, verdict.Request) { Replies = Awaited(verdict.Ref), Trace = Trace(in verdict) }, Self);
                break;
        }
    }

    private string? Trace(in Verdict verdict) =>
        RealtimeTraces.AreWanted ? (_spans ??= new RequestSpans()).Begin(in verdict, _session!.Caller.Session) : null;

    private AwaitedReplies? Awaited(string? @ref) => @ref is not null && _services.Owners.Watches ? _replies ??= new AwaitedReplies() : null;

    // Of what was refused because its owner was away, the true reply may still come: the client has been answered.
    private void Write(EncodedEnvelope envelope)
    {
        _spans?.Answer(envelope);
        if (_replies?.Take(envelope) == false)
            return;
        _rings.See(envelope);
        Outbox.Write(envelope);
    }

    private void Refuse(RequestError error, string? @ref)
    {
        _services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        _spans?.Refuse(@ref, error.Code);
        Outbox.Write(EnvelopeWriter.Error(error, @ref));
    }
}
