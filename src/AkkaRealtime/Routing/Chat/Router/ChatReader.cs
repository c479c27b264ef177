using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
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
    private readonly Consent _consent;
    private readonly Action<object> _everybody;
    private readonly Action<BlockChanged> _blocks;
    private readonly ChatQueries _queries;
    private readonly Func<IActorRef> _rooms;
    private readonly Func<IActorRef> _users;
    private readonly BoundedExecutor _reads;
    private readonly RoomOwners _owners;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="sources">Reads.</param>
    /// <param name="rooms">The region of rooms, for answers that are commands to an owner.</param>
    /// <param name="users">The region of users, for what their other connections are told.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="metrics">Shows what waits, and counts what is refused, as queue <c>chat-reads</c>.</param>
    /// <param name="log">Says what failed.</param>
    /// <param name="owners">Says which of them can't be reached; null: none.</param>
    /// <param name="everybody">Tells the connections of every node; null: nobody.</param>
    /// <param name="rateLimiting">Whether those who are named in a day are counted.</param>
    /// <param name="blocks">Tells the status routers of every node; null: nobody.</param>
    public ChatReader(
        ChatSources sources, Func<IActorRef> rooms, Func<IActorRef> users, ExecutorLimits limits, RealtimeMetrics metrics, ILogger log, RoomOwners? owners = null,
        Action<object>? everybody = null, bool rateLimiting = true, Action<BlockChanged>? blocks = null)
    {
        _store = sources.Chat;
        _consent = new Consent(sources, rateLimiting);
        _everybody = everybody ?? (_ => { });
        _blocks = blocks ?? (_ => { });
        _queries = new ChatQueries(sources);
        _rooms = rooms;
        _owners = owners ?? RoomOwners.AlwaysThere;
        _users = users;
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
            async cancel => [.. (await _queries.AnswerAsync(request.Caller, request.Ref, body, cancel).ConfigureAwait(false))
                .Select(answer => answer is BlocksChanged changed ? new HandOn(changed, request) : answer)],
            error => EnvelopeWriter.Error(error, request.Ref))
        {
            User = request.Caller.User,
            Kind = body is ChatSearchRequest or PeopleFindRequest ? WorkKind.Heavy : WorkKind.Usual,
        });
        return true;
    }

    /// <summary>
    /// Looks up whether those whom <paramref name="request"/> names may be brought into a room, and hands <paramref name="command"/> on to its owner as far as they may. False if nothing
    /// is to be looked up: then it goes on as it is.
    /// </summary>
    public bool TryCheckPeople(ClientRequest request, IRoomCommand command, IActorRef asker)
    {
        if (request.Body is not IChatRequest body)
            return false;
        if (_consent.HasToCheck(body))
        {
            _reads.Submit(new WorkItem(
                asker,
                request.Caller.Session,
                async cancel => [.. (await _consent.CheckAsync(request, command, cancel).ConfigureAwait(false)).Select(answer => answer is IRoomCommand go ? new HandOn(go, request) : answer)],
                error => EnvelopeWriter.Error(error, request.Ref))
            { User = request.Caller.User });
            return true;
        }

        if (_consent.HasToLook(request.Caller.User, body))
            Look(request.Caller.User);
        if (_consent.Count(request.Caller.User, body) is not { } tooMany)
            return false;
        Tell(EnvelopeWriter.Error(tooMany, request.Ref), asker);
        return true;
    }

    // Beside the request, which goes on meanwhile; nobody waits for what comes of it.
    private void Look(UserId user) => _reads.Submit(new WorkItem(
        ActorRefs.Nobody,
        null,
        async cancel =>
        {
            await _consent.LookAsync(user, cancel).ConfigureAwait(false);
            return [];
        },
        error => error)
    { User = user });

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
        _reads.Submit(new WorkItem(asker, session, cancel => FindOrMakeAsync(open, request, Refuse, cancel), Refuse) { User = open.Caller.User });
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

    private async Task<IReadOnlyList<object>> FindOrMakeAsync(OpenPair open, ClientRequest? request, Func<RequestError, object> refuse, CancellationToken cancel)
    {
        var user = open.Caller.User;
        if (await _store.FindDirectAsync(user, open.Other, cancel).ConfigureAwait(false) is not { } room
            || await _store.RoomsAsync(user, room, cancel).ConfigureAwait(false) is not [var view])
        {
            var told = await _consent.CheckDirectAsync(open, refuse, cancel).ConfigureAwait(false);
            return told.Count > 0 ? told : [new HandOn(open, request)];
        }

        return [open.Token is { } token ? new DirectRoom(token, view.Id, null) : ChatEnvelopes.Room(view, open.Ref)];
    }

    private void Tell(object answer, IActorRef asker)
    {
        if (answer is HandOn handOn)
            Tell(handOn.Command, handOn.Request, asker);
        else if (answer is IRoomCommand command)
            _rooms().Tell(command, asker);
        else if (answer is TellUsers asked)
            _everybody(asked);
        else if (answer is BlockChanged blocked)
            _blocks(blocked);
        else if (answer is TellUser news)
            _users().Tell(news, ActorRefs.NoSender);
        else
            asker.Tell(answer, ActorRefs.NoSender);
    }

    private void Tell(IRoomCommand command, ClientRequest? request, IActorRef asker)
    {
        if (command is OpenPair { Token: { } token })
            _owners.Expect(command.Room, asker, token);
        else if (request is not null && !_owners.TryExpect(command.Room, request, asker))
            return;
        _rooms().Tell(command, asker);
    }

    private sealed record HandOn(IRoomCommand Command, ClientRequest? Request);
}
