using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>
/// The part of the chat router that reads: requests that need no owner are answered from the store, on the <see cref="BoundedExecutor"/>.
/// It outlives a restart of the router, so that no read is forgotten.
/// </summary>
internal sealed class ChatReader : IDisposable
{
    private readonly IChatStore _store;
    private readonly ChatQueries _queries;
    private readonly Func<IActorRef> _rooms;
    private readonly BoundedExecutor _reads;
    private readonly RoomOwners _owners;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="store">Reads.</param>
    /// <param name="rooms">The region of rooms, for answers that are commands to an owner.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock that long reads are ended by.</param>
    /// <param name="metrics">Shows what waits, and counts what is refused, as queue <c>chat-reads</c>.</param>
    /// <param name="log">Says what failed.</param>
    /// <param name="owners">Says which of them can't be reached; null: none.</param>
    public ChatReader(
        IChatStore store, Func<IActorRef> rooms, ExecutorLimits limits, TimeProvider time, RealtimeMetrics metrics, ILogger log, RoomOwners? owners = null)
    {
        _store = store;
        _queries = new ChatQueries(store, time);
        _rooms = rooms;
        _owners = owners ?? RoomOwners.AlwaysThere;
        _reads = new BoundedExecutor("chat-reads", limits, ChatErrors.Unavailable, metrics, log, Tell);
    }

    /// <summary>Starts the query of a request. False if the request does more than read.</summary>
    public bool TryAnswer(ClientRequest request, IActorRef asker)
    {
        if (request.Body is not IChatRequest body || !_queries.Has(body))
            return false;
        _reads.Submit(new WorkItem(
            asker,
            request.Caller.Session,
            cancel => _queries.AnswerAsync(request.Caller, request.Ref, body, cancel),
            error => EnvelopeWriter.Error(error, request.Ref))
        {
            User = request.Caller.User,
            Kind = body is ChatSearchRequest ? WorkKind.Heavy : WorkKind.Usual,
        });
        return true;
    }

    /// <summary>Answers with the rooms of a user, for a new connection.</summary>
    public void AnswerMemberships(GetMemberships get, IActorRef asker) => _reads.Submit(new WorkItem(
        asker,
        null,
        async cancel => [new Memberships(get.Session, await _store.HeadsAsync(get.User, cancel).ConfigureAwait(false))],
        _ => new Memberships(get.Session, null))
    { User = get.User, Kind = WorkKind.Opening });

    /// <summary>Answers as if the user entered the rooms now.</summary>
    public void AnswerEntered(GetEntered get, IActorRef asker) => _reads.Submit(new WorkItem(
        asker,
        null,
        cancel => EnteredAsync(get, cancel),
        _ => new Memberships(get.Session, null))
    { User = get.User });

    /// <summary>Answers with the direct room of two users, or has it made if they have none yet. The request is null where a router asks.</summary>
    public void OpenDirect(OpenPair open, IActorRef asker, ClientRequest? request = null)
    {
        object Refuse(RequestError error) => open.Token is { } token
            ? new DirectRoom(token, null, error)
            : EnvelopeWriter.Error(error, open.Ref);

        if (open.Other == open.Caller.User)
        {
            Tell(Refuse(RequestError.Bad("user", "You can't open a direct room with yourself.")), asker);
            return;
        }

        var session = open.Token is null ? (SessionId?)open.Caller.Session : null;
        _reads.Submit(new WorkItem(asker, session, cancel => FindOrMakeAsync(open, request, cancel), Refuse) { User = open.Caller.User });
    }

    /// <summary>The node stops.</summary>
    public void Dispose() => _reads.Dispose();

    private async Task<IReadOnlyList<object>> EnteredAsync(GetEntered get, CancellationToken cancel)
    {
        var entered = new List<object>(get.Rooms.Count);
        foreach (var room in get.Rooms)
        {
            if (await _store.RoomsAsync(get.User, room, cancel).ConfigureAwait(false) is [var view])
                entered.Add(new FollowTopic(Topic.Of(room), view.Head, ChatEnvelopes.Room(view)));
        }

        return entered;
    }

    private async Task<IReadOnlyList<object>> FindOrMakeAsync(OpenPair open, ClientRequest? request, CancellationToken cancel)
    {
        var user = open.Caller.User;
        if (await _store.FindDirectAsync(user, open.Other, cancel).ConfigureAwait(false) is not { } room
            || await _store.RoomsAsync(user, room, cancel).ConfigureAwait(false) is not [var view])
        {
            return [new Making(open, request)];
        }

        return [open.Token is { } token ? new DirectRoom(token, view.Id, null) : ChatEnvelopes.Room(view, open.Ref)];
    }

    private void Tell(object answer, IActorRef asker)
    {
        if (answer is Making making)
            Make(making.Open, making.Request, asker);
        else if (answer is IRoomCommand command)
            _rooms().Tell(command, asker);
        else
            asker.Tell(answer, ActorRefs.NoSender);
    }

    private void Make(OpenPair open, ClientRequest? request, IActorRef asker)
    {
        if (open.Token is { } token)
            _owners.Expect(open.Room, asker, token);
        else if (request is not null && !_owners.TryExpect(open.Room, request, asker))
            return;
        _rooms().Tell(open, asker);
    }

    private sealed record Making(OpenPair Open, ClientRequest? Request);
}
