using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.requests</c>: who wants the user in a room.</summary>
internal sealed class RequestsQuery(IInvitationStore store) : IChatQuery<ChatRequestsRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatRequestsRequest request, CancellationToken cancel)
    {
        var limit = request.Limit ?? ReadAccess.DefaultPage;
        var found = await store.ListAsync(caller.User, request.Before, limit + 1, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.requests", new ChatRequestList([.. found.Take(limit)], found.Count > limit), ChatJson.Default.ChatRequestList, @ref)];
    }
}

/// <summary>
/// <c>chat.accept</c>: the room's owner brings the user in, and the store forgets the request with that. Until then it is there, to be accepted again.
/// </summary>
internal sealed class AcceptQuery(IInvitationStore store, TimeProvider time) : IChatQuery<ChatAcceptRequest>
{
    /// <summary>There is no such request, or not for this user.</summary>
    public static readonly RequestError NoSuchRequest = new(ErrorCode.NotFound, "There is no such request.", "request");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatAcceptRequest request, CancellationToken cancel)
    {
        if (await store.FindAsync(caller.User, request.Request!, cancel).ConfigureAwait(false) is not { } found)
            return [EnvelopeWriter.Error(NoSuchRequest, @ref)];
        return
        [
            found.Room is { } room
                ? new RoomRequest(room, caller, @ref, new ChatComeRequest(room, found.By))
                : new OpenPair(RoomId.New(time.GetUtcNow()), caller, found.By, @ref, null),
        ];
    }
}

/// <summary><c>chat.decline</c>: the request is gone, and the same is not asked again.</summary>
internal sealed class DeclineQuery(IInvitationStore store, IJournal journal, TimeProvider time) : IChatQuery<ChatDeclineRequest>
{
    private readonly JournalPromise _journal = new(journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatDeclineRequest request, CancellationToken cancel)
    {
        var id = request.Request!;
        if (await store.FindAsync(caller.User, id, cancel).ConfigureAwait(false) is null)
            return [EnvelopeWriter.Error(AcceptQuery.NoSuchRequest, @ref)];
        await _journal.SaveAsync(owner => new DeclineInvitation(owner, caller.User, id, time.GetUtcNow()), cancel).ConfigureAwait(false);
        return [Envelope(id, @ref), new TellUser(caller.User, Envelope(id, null), ExceptSession: caller.Session)];
    }

    private static EncodedEnvelope Envelope(string id, string? @ref) => EnvelopeWriter.Write("chat.declined", new ChatDeclined(id), ChatJson.Default.ChatDeclined, @ref);
}
