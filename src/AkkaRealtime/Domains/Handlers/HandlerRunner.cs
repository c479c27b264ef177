using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Reads;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Domains.Handlers;

/// <summary>
/// Runs handlers on the thread pool: bounded, one at a time for each connection in the order of its requests, connections taking turns. Every
/// request has a scope of services. A handler that fails costs its request, and is logged once.
/// </summary>
internal sealed class HandlerRunner : IDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _log;
    private readonly ReadExecutor _executor;

    /// <summary>Nothing runs yet.</summary>
    public HandlerRunner(IServiceScopeFactory scopes, HandlerLimits limits, RealtimeMetrics metrics, ILogger log)
    {
        _scopes = scopes;
        _log = log;
        var bounds = new ReadLimits(limits.MaxRunning, limits.MaxWaiting, limits.MaxOfConnection);
        _executor = new ReadExecutor("handlers", bounds, metrics, log);
    }

    /// <summary>Has a request answered to <paramref name="connection"/>. Returns at once.</summary>
    public void Run(ClientRequest request, HandlerRequest body, IActorRef connection) => _executor.Submit(new Read(
        connection,
        request.Caller.Session,
        cancel => AnswerAsync(request, body, cancel),
        error => EnvelopeWriter.Error(ReferenceEquals(error, ReadErrors.Unavailable) ? HandlerErrors.Busy : error, request.Ref)));

    /// <summary>The node stops: handlers are cancelled.</summary>
    public void Dispose() => _executor.Dispose();

    private async Task<IReadOnlyList<object>> AnswerAsync(ClientRequest request, HandlerRequest body, CancellationToken cancel)
    {
        try
        {
            var scope = _scopes.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                var answer = await body.Handler.AnswerAsync(scope.ServiceProvider, request.Caller, request.Ref, body.Body!, cancel).ConfigureAwait(false);
                return answer is null ? [] : [answer];
            }
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
        {
            HandlerLog.HandlerFailed(_log, body.Handler.Type, e);
            return [EnvelopeWriter.Error(HandlerErrors.Failed, request.Ref)];
        }
    }
}
