using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>
/// Gathers snapshots for <c>status.get</c> and <c>status.subscribe</c>: rights first, then everybody's report, until all have answered or patience is
/// over. The store is asked outside of the router; what is under way is bounded for a connection and for all.
/// </summary>
internal sealed class StatusQueries(StatusRouterServices services, StatusBroadcast broadcast, IActorRef self)
{
    /// <summary>The most queries under way on the node; more are answered <see cref="ErrorCode.Unavailable"/>.</summary>
    public const int MaxQueries = 16_384;

    /// <summary>The most queries under way on one connection; more are answered <see cref="ErrorCode.RateLimited"/>.</summary>
    public const int MaxPerConnection = 128;

    /// <summary>How long a snapshot waits for users' entities; then it goes out with those that answered.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly RequestError TooMany = new(
        ErrorCode.RateLimited,
        "Too many status requests are under way on this connection. Wait for their snapshots.",
        RetryAfterMs: 1_000);

    private readonly Dictionary<long, StatusQuery<IActorRef>> _queries = [];
    private readonly Dictionary<IActorRef, int> _ofConnection = [];
    private long _number;

    /// <summary>Whether any is under way.</summary>
    public bool Any => _queries.Count > 0;

    /// <summary>A connection asks about these users; where it <paramref name="subscribes"/>, it wants to hear of changes as well.</summary>
    public void Begin(ClientRequest request, IActorRef connection, IReadOnlyList<UserId> users, bool subscribes, DateTimeOffset now)
    {
        var underWay = _ofConnection.GetValueOrDefault(connection);
        if (underWay >= MaxPerConnection || _queries.Count >= MaxQueries)
        {
            var error = underWay >= MaxPerConnection ? TooMany : Unavailable("Too many status requests are under way on this server.");
            services.Refuse(connection, request.Ref, error, self);
            return;
        }

        var query = new StatusQuery<IActorRef>(++_number, connection, request.Caller.User, request.Ref, users, subscribes);
        _queries.Add(query.Number, query);
        _ofConnection[connection] = underWay + 1;
        var others = query.Others();
        if (others.Count == 0)
        {
            Gather(query, now);
            return;
        }

        AskRights(query, others);
    }

    /// <summary>The number of what happens now, later than all queries up to now and earlier than those that follow.</summary>
    public long NextNumber() => ++_number;

    /// <summary>A user has left a room, or blocked somebody. What the store is being asked may be the state before.</summary>
    public void Left(UserId user)
    {
        foreach (var query in _queries.Values)
        {
            if (query.IsAskingRights && query.Concerns(user))
                query.IsStale = true;
        }
    }

    /// <summary>These two may not see each other any more: of the queries before <paramref name="number"/> whose snapshot is being gathered, none tells.</summary>
    public void Revoke(UserId one, UserId other, long number)
    {
        foreach (var query in _queries.Values.Where(q => !q.IsAskingRights && q.Number < number).ToList())
        {
            if (query.Viewer != one && query.Viewer != other)
                continue;
            query.Restrict([query.Viewer == one ? other : one]);
            if (query.IsComplete)
                Answer(query);
        }
    }

    /// <summary>The store has said whom the asker may see.</summary>
    public void Decide(RightsKnown rights, DateTimeOffset now)
    {
        if (!_queries.TryGetValue(rights.Number, out var query))
            return;
        if (query.IsStale)
        {
            query.IsStale = false;
            AskRights(query, query.Others());
            return;
        }

        query.IsAskingRights = false;
        if (query.Restrict(query.Others().Where(u => !rights.Visible.Contains(u)).ToHashSet()))
        {
            Gather(query, now);
            return;
        }

        Remove(query);
        services.Refuse(query.Asker, query.Ref, Forbidden(query.Refused), self);
    }

    /// <summary>The store could not say whom the asker may see.</summary>
    public void Fail(RightsFailed failed)
    {
        if (!_queries.TryGetValue(failed.Number, out var query))
            return;
        Remove(query);
        StatusLog.RightsFailed(services.Log, failed.Cause, query.Viewer);
        services.Refuse(query.Asker, query.Ref, Unavailable("The server could not check whose status you may see."), self);
    }

    /// <summary>A user's entity has answered.</summary>
    public void Take(StatusAnswer answer)
    {
        if (!_queries.TryGetValue(answer.Token, out var query))
            return;
        query.Add(answer.Report);
        if (query.IsComplete)
            Answer(query);
    }

    /// <summary>Answers those that have waited long enough with what there is.</summary>
    public void AnswerOverdue(DateTimeOffset now)
    {
        foreach (var query in _queries.Values.Where(q => q.Deadline <= now).ToList())
            Answer(query);
    }

    private void AskRights(StatusQuery<IActorRef> query, IReadOnlyList<UserId> others)
    {
        var number = query.Number;
        query.IsAskingRights = true;
        services.Visibility.VisibleAsync(query.Viewer, others, CancellationToken.None).PipeTo(
            self,
            success: visible => new RightsKnown(number, visible),
            failure: cause => new RightsFailed(number, cause));
    }

    private void Gather(StatusQuery<IActorRef> query, DateTimeOffset now)
    {
        if (query.Subscribes)
            broadcast.Subscribe(query.Asker, query.Viewer, query.Users, query.Number);
        if (query.IsComplete)
        {
            Answer(query);
            return;
        }

        query.Deadline = now + Patience;
        var region = services.Users();
        foreach (var user in query.Users)
            region.Tell(new GetStatus(user, query.Number), self);
    }

    private void Answer(StatusQuery<IActorRef> query)
    {
        Remove(query);

        // A change may have come in after the report that the query got.
        foreach (var user in query.Users)
        {
            if (broadcast.Find(user) is { } known)
                query.Add(known);
        }

        var views = query.Reports().Select(r => r.For(query.Viewer)).ToList();
        query.Asker.Tell(StatusEnvelopes.Snapshot(views, query.Refused, query.Ref), self);
        if (query.Subscribes)
            broadcast.Begin(query.Asker, query.Number, [.. views.Select(v => v.User)]);
    }

    private void Remove(StatusQuery<IActorRef> query)
    {
        _queries.Remove(query.Number);
        if (--_ofConnection[query.Asker] == 0)
            _ofConnection.Remove(query.Asker);
    }

    private static RequestError Unavailable(string message) => new(ErrorCode.Unavailable, message, RetryAfterMs: 1_000);

    private static RequestError Forbidden(IReadOnlyList<UserId> users)
    {
        const int named = 10;
        var names = string.Join(", ", users.Take(named));
        var more = users.Count > named ? $" and {users.Count - named} more" : "";
        return new RequestError(ErrorCode.Forbidden, $"You can't see the status of {names}{more}.", "users");
    }

    /// <summary>Whom the asker of a query may see.</summary>
    internal sealed record RightsKnown(long Number, IReadOnlySet<UserId> Visible) : INoSerializationVerificationNeeded;

    /// <summary>The store could not say.</summary>
    internal sealed record RightsFailed(long Number, Exception Cause) : INoSerializationVerificationNeeded;
}
