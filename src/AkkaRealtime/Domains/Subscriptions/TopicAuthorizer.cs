using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>
/// Asks the host who may follow a topic, on the thread pool: bounded, one request of a connection at a time and in their order, connections taking
/// turns.
/// </summary>
internal sealed class TopicAuthorizer : IDisposable
{
    private readonly TopicRules _rules;
    private readonly ILogger _log;
    private readonly BoundedExecutor _executor;

    /// <summary>Nothing is asked yet.</summary>
    public TopicAuthorizer(TopicRules rules, RealtimeMetrics metrics, ILogger log)
    {
        _rules = rules;
        _log = log;
        _executor = new BoundedExecutor("topic-subscribers", new ExecutorLimits(), HandlerErrors.Busy, metrics, log, (answer, connection) => ((Answer)answer).Tell(connection));
    }

    /// <summary>Brings <paramref name="connection"/> onto the topic where it may follow, and tells it why not otherwise. Returns at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">What is asked.</param>
    /// <param name="connection">Who asked.</param>
    /// <param name="router">To whom the connection tells <see cref="SubscribeToTopic"/> once it is on the topic.</param>
    public void Ask(ClientRequest request, TopicSubscribeRequest body, IActorRef connection, IActorRef router) =>
        Submit(request, connection, router, cancel => FollowAsync(request, body, cancel));

    /// <summary>Takes <paramref name="connection"/> off a topic, in order with what it asked before.</summary>
    public void Leave(ClientRequest request, string topic, IActorRef connection, IActorRef router) => Submit(
        request,
        connection,
        router,
        _ => Task.FromResult<object>(new UnfollowTopic(new Topic(TopicRules.Kind, topic), TopicEnvelopes.Unsubscribed(topic, request.Ref))));

    /// <summary>The node stops.</summary>
    public void Dispose() => _executor.Dispose();

    private void Submit(ClientRequest request, IActorRef connection, IActorRef router, Func<CancellationToken, Task<object>> answer) =>
        _executor.Submit(new WorkItem(
            connection,
            request.Caller.Session,
            async cancel => [new Answer(await answer(cancel).ConfigureAwait(false), router)],
            error => new Answer(EnvelopeWriter.Error(error, request.Ref), router)));

    private async Task<object> FollowAsync(ClientRequest request, TopicSubscribeRequest body, CancellationToken cancel)
    {
        var topic = body.Topic!;
        var access = await AccessAsync(request.Caller, topic, cancel).ConfigureAwait(false);
        return access.Error is { } error
            ? EnvelopeWriter.Error(error, request.Ref)
            : new JoinTopic(new Topic(TopicRules.Kind, topic), request.Ref, new SubscribeToTopic(topic, request.Ref, body.After, body.Epoch));
    }

    private async Task<TopicAccess> AccessAsync(Caller caller, string topic, CancellationToken cancel)
    {
        if (_rules.Find(topic) is not { } options)
            return false;
        try
        {
            return await options.Authorize(caller, topic, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not StoreUnavailableException && !cancel.IsCancellationRequested)
        {
            HandlerLog.AuthorizerFailed(_log, topic, e);
            return RequestError.Failed;
        }
    }

    // The connection answers the router, so it has to know it.
    private sealed record Answer(object Message, IActorRef Router)
    {
        public void Tell(IActorRef connection) => connection.Tell(Message, Router);
    }
}
