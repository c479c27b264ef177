using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// The room as each member sees it (<c>Room</c> of protocol §3), after a batch that changed members: for the new members, and as the reply to requests.
/// Reads the store, off the actor.
/// </summary>
/// <param name="services">The stores.</param>
/// <param name="room">As it is after the batch.</param>
/// <param name="head">Its last <c>seq</c>.</param>
/// <param name="entered">Who came in with the batch and is still there.</param>
/// <param name="requests">Who asked.</param>
internal sealed class RoomViews(
    RoomServices services, Room room, long head, IReadOnlyCollection<UserId> entered, IReadOnlyList<ViewRequest> requests)
{
    // Of an entry, beside its envelope.
    private const int EntryBytes = 200;

    private readonly Dictionary<UserId, string> _names = [];

    /// <summary>The views that a durable batch calls for; null if it added nobody and nobody asked for the room.</summary>
    public static RoomViews? Of(RoomScope scope, RoomBatch batch, EventsAppended stored)
    {
        if (scope.Room is not { } room)
            return null;
        var entered = new HashSet<UserId>();
        foreach (var e in stored.Events)
        {
            if (e.Event is ChatJoined joined && room.Members.ContainsKey(joined.User))
                entered.Add(joined.User);
        }

        var requests = new List<ViewRequest>();
        foreach (var step in batch.Steps)
        {
            ViewRequest? request = step.Command.Command switch
            {
                CreateRoom r => new ViewRequest(step.Command.Sender, r.Caller, r.Ref),
                OpenPair { Token: null } r => new ViewRequest(step.Command.Sender, r.Caller, r.Ref),
                RoomRequest { Body: ChatJoinRequest or ChatComeRequest or ChatInviteRequest or ChatRemoveRequest or ChatUpdateRequest } r =>
                    new ViewRequest(step.Command.Sender, r.Caller, r.Ref),
                _ => null,
            };
            if (request is { } one)
                requests.Add(one);
        }

        return entered.Count == 0 && requests.Count == 0
            ? null
            : new RoomViews(scope.Services, room, scope.Head, entered, requests);
    }

    /// <summary>The views for those who joined without this owner hearing of it and are still members; null if there are none.</summary>
    public static RoomViews? Of(RoomScope scope, IReadOnlyCollection<UserId> joined) =>
        scope.Room is { } room && joined.Where(room.Members.ContainsKey).ToHashSet() is { Count: > 0 } entered
            ? new RoomViews(scope.Services, room, scope.Head, entered, [])
            : null;

    /// <summary>
    /// Makes them. Never fails: a view without the last message is better than a member who is told nothing, and a reply that can't be made is
    /// the error that lets the client ask again, which changes nothing.
    /// </summary>
    public async Task<Views> MakeAsync()
    {
        foreach (var request in requests)
            _names[request.Caller.User] = request.Caller.Name;
        var last = entered.Count > 0 ? await LastAsync().ConfigureAwait(false) : null;
        var entries = new List<UserFollows>(entered.Count);
        var encoded = new Dictionary<RoomView, EncodedEnvelope>(); // Most of a thousand new members see the very same.
        foreach (var user in entered)
        {
            var member = room.Members[user];
            var view = await OfAsync(user, member, last).ConfigureAwait(false);
            if (!encoded.TryGetValue(view, out var envelope))
                encoded[view] = envelope = ChatEnvelopes.Room(view);
            entries.Add(new UserFollows(user, new FollowTopic(Topic.Of(room.Id), member.JoinedSeq - 1, envelope)));
        }

        var replies = new List<(IActorRef, EncodedEnvelope)>(requests.Count);
        foreach (var request in requests)
            replies.Add((request.Sender, await ReplyAsync(request, last).ConfigureAwait(false)));
        return new Views(entries, replies);
    }

    /// <summary>What is left to say after a fault of ours.</summary>
    public Views Failed(Exception fault)
    {
        var error = new RequestError(ErrorCode.Internal, "The change was saved, but the room can't be shown.");
        return new Views([], requests.Select(r => (r.Sender, EnvelopeWriter.Error(error, r.Ref))).ToList(), fault);
    }

    private async Task<EncodedEnvelope> ReplyAsync(ViewRequest request, MessageView? last)
    {
        var user = request.Caller.User;
        if (entered.Contains(user))
            return ChatEnvelopes.Room(await OfAsync(user, room.Members[user], last).ConfigureAwait(false), request.Ref);
        try
        {
            var views = await services.Store.RoomsAsync(user, room.Id, CancellationToken.None).ConfigureAwait(false);
            return views is [var view]
                ? ChatEnvelopes.Room(view, request.Ref)
                : EnvelopeWriter.Error(ChatErrors.NotMemberOf(room.Kind), request.Ref);
        }
        catch (StoreUnavailableException)
        {
            return EnvelopeWriter.Error(ChatErrors.Unavailable, request.Ref);
        }
    }

    // Nothing is unread for a new member.
    private async Task<RoomView> OfAsync(UserId user, Member member, MessageView? last)
    {
        var peer = room.PeerOf(user);
        var name = peer is { } other ? await NameAsync(other).ConfigureAwait(false) : room.Name;
        return new RoomView(
            room.Id, room.Kind, name, room.Topic, room.Members.Count, member.Role, head, Math.Min(member.Read, head), 0, 0, last, peer)
        {
            SlowModeSeconds = room.SlowModeSeconds > 0 ? room.SlowModeSeconds : null,
            PostRole = room.PostRole == RoomRoles.Member ? null : room.PostRole,
        };
    }

    private async Task<string> NameAsync(UserId user)
    {
        if (_names.TryGetValue(user, out var name))
            return name;
        try
        {
            return _names[user] = await services.Profiles.LoadUserAsync(user, CancellationToken.None).ConfigureAwait(false) is { Name.Length: > 0 } known ? known.Name : user.Value;
        }
        catch (StoreUnavailableException)
        {
            return user.Value;
        }
    }

    private async Task<MessageView?> LastAsync()
    {
        // The room began with these members: nothing was said yet.
        if (room.Members.Count >= head)
            return null;
        try
        {
            var page = await services.Store.HistoryAsync(room.Id, head + 1, null, 1, null, CancellationToken.None).ConfigureAwait(false);
            return page.Messages is [.., var message] ? message : null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    /// <summary>What was made: first for the new members, then the replies.</summary>
    internal sealed record Views(IReadOnlyList<UserFollows> Entries, IReadOnlyList<(IActorRef Connection, EncodedEnvelope Reply)> Replies, Exception? Fault = null)
    {
        /// <summary>Tells everybody theirs. The connections of new members follow the room from then on.</summary>
        public void Tell(RoomScope scope)
        {
            if (Fault is { } fault)
                RoomLog.ViewsFailed(scope.Services.Log, scope.Id, fault);
            TellEntered(scope);
            foreach (var (connection, reply) in Replies)
                connection.Tell(reply);
        }

        // As many in a message as fit between nodes.
        private void TellEntered(RoomScope scope)
        {
            var batch = new List<UserFollows>();
            var bytes = 0;
            foreach (var entry in Entries)
            {
                batch.Add(entry);
                bytes += EntryBytes + entry.Follow.First.Utf8.Length;
                if (bytes < TopicLimits.BatchBytes)
                    continue;
                scope.Services.Router.Tell(new FollowTopics(batch), scope.Self);
                (batch, bytes) = ([], 0);
            }

            if (batch.Count > 0)
                scope.Services.Router.Tell(new FollowTopics(batch), scope.Self);
        }
    }
}
