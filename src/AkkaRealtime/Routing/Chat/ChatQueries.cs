using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat;

/// <summary>
/// Answers what only reads (protocol §3): checks the right to read, asks the store, encodes. What comes back is told to the connection, in order;
/// commands among it go to the owners of their rooms.
/// No actor; throws <see cref="StoreUnavailableException"/>.
/// </summary>
internal sealed class ChatQueries(IChatStore store)
{
    private const int DefaultPage = 50;

    // Rooms that one sync marks as delivered: as many as a person follows closely, not all that a device ever saw.
    private const int MostDelivered = 100;
    private static readonly RequestError NotMember = new(ErrorCode.Forbidden, "You are no member of this room.");

    /// <summary>The answer to a request that reads.</summary>
    public Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, IChatRequest request) => request switch
    {
        RoomsRequest => RoomsAsync(caller.User, @ref),
        DirectoryRequest r => DirectoryAsync(caller.User, @ref, r),
        HistoryRequest r => HistoryAsync(caller.User, @ref, r),
        PinsRequest r => PinsAsync(caller.User, @ref, r),
        SyncRequest r => SyncAsync(caller, @ref, r),
        SearchRequest r => SearchAsync(caller.User, @ref, r),
        MembersRequest r => MembersAsync(caller.User, @ref, r),
        WatchRequest r => WatchAsync(caller.User, @ref, r),
        UnwatchRequest r => UnwatchAsync(caller.User, @ref, r),
        _ => throw new InvalidOperationException($"No query for {request.GetType().Name}: add it here."),
    };

    /// <summary>The rooms of a user, for a new connection.</summary>
    public async Task<IReadOnlyList<object>> MembershipsAsync(GetMemberships get) =>
        [new Memberships(get.Session, await store.HeadsAsync(get.User, CancellationToken.None).ConfigureAwait(false))];

    /// <summary>The direct room that two users have, with its view for the first of them; null where they have none yet.</summary>
    public async Task<RoomView?> DirectAsync(UserId user, UserId other) =>
        await store.FindDirectAsync(user, other, CancellationToken.None).ConfigureAwait(false) is { } room
        && await store.RoomsAsync(user, room, CancellationToken.None).ConfigureAwait(false) is [var view]
            ? view
            : null;

    private async Task<IReadOnlyList<object>> RoomsAsync(UserId user, string? @ref) =>
        [ChatEnvelopes.Rooms(await store.RoomsAsync(user, null, CancellationToken.None).ConfigureAwait(false), @ref)];

    private async Task<IReadOnlyList<object>> DirectoryAsync(UserId user, string? @ref, DirectoryRequest request) =>
    [
        ChatEnvelopes.Directory(
            await store.DirectoryAsync(user, request.Query, request.Before, DefaultPage, CancellationToken.None).ConfigureAwait(false),
            @ref),
    ];

    private async Task<IReadOnlyList<object>> HistoryAsync(UserId user, string? @ref, HistoryRequest request)
    {
        var room = request.Room!.Value;
        var (_, refused) = await AccessAsync(room, user).ConfigureAwait(false);
        if (refused is not null)
            return [EnvelopeWriter.Error(refused, @ref)];
        if (request.Around is { } around)
            return [await AroundAsync(room, around, request, @ref).ConfigureAwait(false)];
        var page = await store.HistoryAsync(
            room, request.Before, request.After, request.Limit ?? DefaultPage, request.Thread, CancellationToken.None).ConfigureAwait(false);
        return [ChatEnvelopes.History(room, await WithRepliesAsync(room, page).ConfigureAwait(false), @ref)];
    }

    // The message, what comes before it, and half a page of what comes after. The head is that of the first read: what changed since is told live.
    private async Task<EncodedEnvelope> AroundAsync(RoomId room, MessageId around, HistoryRequest request, string? @ref)
    {
        if (await store.FindMessageAsync(room, around, CancellationToken.None).ConfigureAwait(false) is not { } message)
            return EnvelopeWriter.Error(new RequestError(ErrorCode.NotFound, "There is no such message in this room.", "around"), @ref);
        var limit = request.Limit ?? DefaultPage;
        var newest = limit / 2;
        var page = await store.HistoryAsync(room, message.Seq + 1, null, limit - newest, request.Thread, CancellationToken.None).ConfigureAwait(false);
        var after = await store.HistoryAsync(room, null, message.Seq, Math.Max(newest, 1), request.Thread, CancellationToken.None).ConfigureAwait(false);
        var messages = newest == 0 ? page.Messages : [.. page.Messages, .. after.Messages];
        var all = await WithRepliesAsync(room, page with { Messages = messages }).ConfigureAwait(false);
        return ChatEnvelopes.History(room, all, @ref, newer: after.More || (newest == 0 && after.Messages.Count > 0));
    }

    private async Task<MessagePage> WithRepliesAsync(RoomId room, MessagePage page)
    {
        var roots = page.Messages.Where(m => m.Thread is null).Select(m => m.Id).ToList();
        if (roots.Count == 0)
            return page;
        var replies = await store.RepliesAsync(room, roots, CancellationToken.None).ConfigureAwait(false);
        return replies.Count == 0
            ? page
            : page with { Messages = [.. page.Messages.Select(m => replies.TryGetValue(m.Id, out var count) ? m with { Replies = count } : m)] };
    }

    private async Task<IReadOnlyList<object>> PinsAsync(UserId user, string? @ref, PinsRequest request)
    {
        var room = request.Room!.Value;
        var (_, refused) = await AccessAsync(room, user).ConfigureAwait(false);
        if (refused is not null)
            return [EnvelopeWriter.Error(refused, @ref)];
        var page = await store.PinsAsync(room, request.Before, request.Limit ?? DefaultPage, CancellationToken.None).ConfigureAwait(false);
        return [ChatEnvelopes.Pins(room, page, @ref)];
    }

    // How far somebody has read is shown as chat.receipt shows it: to members, in rooms that are small enough.
    private async Task<IReadOnlyList<object>> MembersAsync(UserId user, string? @ref, MembersRequest request)
    {
        var room = request.Room!.Value;
        var (access, refused) = await AccessAsync(room, user).ConfigureAwait(false);
        if (refused is not null)
            return [EnvelopeWriter.Error(refused, @ref)];
        var page = await store.MembersAsync(
            room, request.After, request.Query, request.Users, request.Limit ?? DefaultPage, CancellationToken.None).ConfigureAwait(false);
        if (page is null)
            return [EnvelopeWriter.Error(ChatErrors.NoSuchRoom, @ref)];
        if (access!.Role is null || page.Total > ChatRules.MostReceiptMembers)
            page = page with { Members = [.. page.Members.Select(m => m with { Read = null, Delivered = null })] };
        return [ChatEnvelopes.Members(room, page, access.Head, @ref)];
    }

    private async Task<IReadOnlyList<object>> SyncAsync(Caller caller, string? @ref, SyncRequest request)
    {
        var user = caller.User;
        var answer = new List<object>();
        var delivered = new List<MarkDelivered>();
        if (request.Rooms!.Count > 0)
        {
            var news = await store.SyncAsync(user, request.Rooms, ChatRules.MostMissing, CancellationToken.None).ConfigureAwait(false);
            foreach (var room in news)
            {
                answer.AddRange(ChatEnvelopes.Events(room));
                if (!room.Truncated && delivered.Count < MostDelivered)
                    delivered.Add(new MarkDelivered(room.Room, user, room.Head, caller.Invisible));
            }
        }

        answer.Add(ChatEnvelopes.Synced(@ref));
        answer.AddRange(delivered);
        return answer;
    }

    private async Task<IReadOnlyList<object>> SearchAsync(UserId user, string? @ref, SearchRequest request)
    {
        if (request.Room is { } room)
        {
            var (_, refused) = await AccessAsync(room, user).ConfigureAwait(false);
            if (refused is not null)
                return [EnvelopeWriter.Error(refused, @ref)];
        }

        var page = await store.SearchAsync(
            user, request.Text!, request.Room, request.Before, request.Limit ?? DefaultPage, CancellationToken.None).ConfigureAwait(false);
        return [ChatEnvelopes.Found(page, @ref)];
    }

    // A member follows the room anyway: there is nothing to do but to say so.
    private async Task<IReadOnlyList<object>> WatchAsync(UserId user, string? @ref, WatchRequest request)
    {
        var room = request.Room!.Value;
        var (access, refused) = await AccessAsync(room, user).ConfigureAwait(false);
        if (refused is not null)
            return [EnvelopeWriter.Error(refused, @ref)];
        var reply = ChatEnvelopes.Watching(room, access!.Head, @ref);
        return [access.Role is null ? new WatchRoom(room, access.Head, reply) : reply];
    }

    private async Task<IReadOnlyList<object>> UnwatchAsync(UserId user, string? @ref, UnwatchRequest request)
    {
        var room = request.Room!.Value;
        var (access, refused) = await AccessAsync(room, user).ConfigureAwait(false);
        if (refused is not null)
            return [EnvelopeWriter.Error(refused, @ref)];
        var reply = ChatEnvelopes.Unwatched(room, @ref);
        return [access!.Role is null ? new UnwatchRoom(room, reply) : reply];
    }

    // Members read their rooms, and everybody reads channels.
    private async Task<(RoomAccess? Access, RequestError? Refused)> AccessAsync(RoomId room, UserId user)
    {
        var access = await store.AccessAsync(room, user, CancellationToken.None).ConfigureAwait(false);
        if (access is null)
            return (null, ChatErrors.NoSuchRoom);
        return !access.MayRead ? (null, NotMember) : (access, null);
    }
}
