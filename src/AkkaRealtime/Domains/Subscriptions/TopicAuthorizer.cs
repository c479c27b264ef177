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
/// turns. It outlives a restart of the router, so that no request is forgotten, nor who follows.
/// </summary>
internal sealed class TopicAuthorizer : IDisposable
{
    private readonly TopicRules _rules;
    private readonly ILogger _log;
    private readonly BoundedExecutor _executor;
    private readonly TopicFollowers _followers = new();

    /// <summary>Nothing is asked yet.</summary>
    public TopicAuthorizer(TopicRules rules, RealtimeMetrics metrics, ILogger log)
    {
        _rules = rules;
        _log = log;

        // Who comes back asks for all of its topics at once.
        var limits = new ExecutorLimits(MaxPerConnection: TopicLimits.MaxPerConnection);
        _executor = new BoundedExecutor("topic-subscribers", limits, HandlerErrors.Busy, metrics, log, (answer, connection) => ((Answer)answer).Tell(connection));
    }

    /// <summary>The connections of this node that have asked for a topic and have not ended.</summary>
    public IReadOnlyList<IActorRef> Connections => _followers.Connections;

    /// <summary>Brings <paramref name="connection"/> onto the topic where it may follow; tells it why not otherwise, and takes it off. Returns at once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="body">What is asked.</param>
    /// <param name="connection">Who asked; see <see cref="Forget"/>.</param>
    /// <param name="router">To whom the connection tells <see cref="SubscribeToTopic"/> once it is on the topic.</param>
    public void Ask(ClientRequest request, TopicSubscribeRequest body, IActorRef connection, IActorRef router)
    {
        _followers.Add(request.Caller.User, connection);
        Submit(request, connection, router, cancel => FollowAsync(request, body, connection, router, cancel));
    }

    /// <summary>Takes <paramref name="connection"/> off a topic, in order with what it asked before.</summary>
    public void Leave(ClientRequest request, string topic, IActorRef connection, IActorRef router) => Submit(
        request,
        connection,
        router,
        _ => Task.FromResult<IReadOnlyList<object>>([new UnfollowTopic(TopicOf(topic), TopicEnvelopes.Unsubscribed(topic, request.Ref))]));

    /// <summary>Takes all connections of a user on this node off a topic; whoever is just being asked about is asked about anew.</summary>
    public void End(UserId user, string topic, IActorRef router)
    {
        var leave = Ended(topic);
        _followers.End(user, topic, connection => connection.Tell(leave, router));
    }

    /// <summary>The connection has ended.</summary>
    public void Forget(IActorRef connection) => _followers.Remove(connection);

    /// <summary>The node stops.</summary>
    public void Dispose() => _executor.Dispose();

    private static Topic TopicOf(string name) => new(TopicRules.Kind, name);

    private static LeaveTopic Ended(string topic) => new(TopicOf(topic), TopicEnvelopes.Unsubscribed(topic, @ref: null));

    private void Submit(ClientRequest request, IActorRef connection, IActorRef router, Func<CancellationToken, Task<IReadOnlyList<object>>> answers) =>
        _executor.Submit(new WorkItem(
            connection,
            request.Caller.Session,
            async cancel => [.. (await answers(cancel).ConfigureAwait(false)).Select(answer => new Answer(answer, router))],
            error => new Answer(EnvelopeWriter.Error(error, request.Ref), router))
        { User = request.Caller.User });

    private async Task<IReadOnlyList<object>> FollowAsync(
        ClientRequest request, TopicSubscribeRequest body, IActorRef connection, IActorRef router, CancellationToken cancel)
    {
        var topic = body.Topic!;
        var join = new JoinTopic(TopicOf(topic), request.Ref, new Joined(new SubscribeToTopic(topic, request.Ref, body.After, body.Epoch), request));
        while (true)
        {
            using var check = _followers.Begin(request.Caller.User, topic);
            var access = await AccessAsync(request.Caller, topic, cancel).ConfigureAwait(false);
            if (access.Error is { } error)
                return Refusal(error, request.Ref, topic);
            if (_followers.TryJoin(check, () => connection.Tell(join, router)))
                return [];
        }
    }

    // What passes is no refusal: the client asks again, and follows meanwhile what it followed before.
    private static IReadOnlyList<object> Refusal(RequestError error, string? @ref, string topic)
    {
        var refused = EnvelopeWriter.Error(error, @ref);
        return error.Code is ErrorCode.Unavailable or ErrorCode.RateLimited or ErrorCode.Busy or ErrorCode.Internal ? [refused] : [refused, Ended(topic)];
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

    /// <summary>The connection is on the topic: its owner is next.</summary>
    internal sealed record Joined(SubscribeToTopic Subscribe, ClientRequest Request);

    // The connection answers the router, so it has to know it.
    private sealed record Answer(object Message, IActorRef Router)
    {
        public void Tell(IActorRef connection) => connection.Tell(Message, Router);
    }
}
