using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;

namespace AkkaRealtime.Routing.Calls.Router;

/// <summary>
/// The requests of a router that wait for somebody's answer: bounded (more are refused with <c>unavailable</c>), and given up after five seconds.
/// </summary>
internal sealed class PendingRequests(IWithTimers router, CallServices services, IActorRef self)
{
    private const int MaxPending = 1_024;

    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);
    private static readonly RequestError Unavailable = new(ErrorCode.Unavailable, "Calls can't be reached right now.", RetryAfterMs: 1_000);

    private readonly Dictionary<string, Pending> _pending = [];
    private long _tokens;

    /// <summary>Lets a request wait. The token by which it is found again; null where too many wait, and it was refused.</summary>
    public string? Add(ClientRequest request, IActorRef connection)
    {
        if (_pending.Count >= MaxPending)
        {
            Refuse(request, connection, Unavailable);
            return null;
        }

        var token = $"call/{++_tokens}";
        _pending.Add(token, new Pending(request, connection));
        router.Timers.StartSingleTimer(token, new Overdue(token), AnswersWithin);
        return token;
    }

    /// <summary>The answer has come: the request that waited for it, or null where it was given up.</summary>
    public Pending? Take(string token)
    {
        if (!_pending.Remove(token, out var pending))
            return null;
        router.Timers.Cancel(token);
        return pending;
    }

    /// <summary>There will be no answer.</summary>
    public void GiveUp(string token)
    {
        if (Take(token) is { } pending)
            Refuse(pending.Request, pending.Connection, Unavailable);
    }

    /// <summary>Answers a request with an error; without one, with <c>unavailable</c>.</summary>
    public void Refuse(ClientRequest request, IActorRef connection, RequestError? error)
    {
        error ??= Unavailable;
        services.Metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        connection.Tell(EnvelopeWriter.Error(error, request.Ref), self);
    }

    /// <summary>A request and whose it is.</summary>
    internal sealed record Pending(ClientRequest Request, IActorRef Connection);

    /// <summary>A request has waited long enough.</summary>
    internal sealed record Overdue(string Token);
}
