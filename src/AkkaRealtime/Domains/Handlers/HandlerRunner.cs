using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>
/// Runs the host's code for a request (its record's constructor and validation, and its handler) on the thread pool: bounded, one request at a time for
/// each connection in their order, connections taking turns. Every request has a scope of services. Code that fails costs its request, and is logged
/// once. It outlives a restart of the router, so that no request is forgotten.
/// </summary>
internal sealed class HandlerRunner : IDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly BoundedExecutor _executor;

    /// <summary>Nothing runs yet.</summary>
    public HandlerRunner(IServiceScopeFactory scopes, HandlerLimits limits, RealtimeMetrics metrics, ILogger log)
    {
        _scopes = scopes;
        _metrics = metrics;
        _log = log;
        var bounds = new ExecutorLimits(limits.MaxRunning, limits.MaxWaiting, limits.MaxPerConnection);
        _executor = new BoundedExecutor("handlers", bounds, HandlerErrors.Busy, metrics, log);
    }

    /// <summary>Has a request answered to <paramref name="connection"/>. Returns at once.</summary>
    public void Run(ClientRequest request, HandlerRequest body, IActorRef connection) => _executor.Submit(new WorkItem(
        connection, request.Caller.Session, cancel => AnswerAsync(request, body, cancel), error => Refusal(request, error))
    { User = request.Caller.User });

    /// <summary>The node stops: handlers are cancelled.</summary>
    public void Dispose() => _executor.Dispose();

    private async Task<IReadOnlyList<object>> AnswerAsync(ClientRequest request, HandlerRequest body, CancellationToken cancel)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var answer = await body.Handler.AnswerAsync(scope.ServiceProvider, request.Caller, request.Ref, body.Data, cancel).ConfigureAwait(false);
                if (answer.Error is { } error)
                    return [Refusal(request, error)];
                return answer.Reply is { } reply ? [reply] : [];
            }
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
        {
            HandlerLog.HandlerFailed(_log, body.Handler.Type, e);
            return [Refusal(request, RequestError.Failed)];
        }
    }

    private EncodedEnvelope Refusal(ClientRequest request, RequestError error)
    {
        _metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        return EnvelopeWriter.Error(error, request.Ref);
    }
}
