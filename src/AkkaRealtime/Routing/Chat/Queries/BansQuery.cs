using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.bans</c>: a page of who may not be in a room, for its owners and admins.</summary>
internal sealed class BansQuery(IChatStore store) : IChatQuery<ChatBansRequest>
{
    private static readonly RequestError OnlyAdmins = new(ErrorCode.Forbidden, "Only owners and admins of a room see who is banned from it.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatBansRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var access = await store.AccessAsync(room, caller.User, cancel).ConfigureAwait(false);
        if (access is not { Role: { } role })
            return [EnvelopeWriter.Error(ChatErrors.NotMemberOf(access?.Kind), @ref)];
        if (RoomRoles.Rank(role) < RoomRoles.Rank(RoomRoles.Admin))
            return [EnvelopeWriter.Error(OnlyAdmins, @ref)];
        var limit = request.Limit ?? ReadAccess.DefaultPage;
        var bans = await store.BansAsync(room, request.After, limit + 1, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.bans", new ChatBans(room, [.. bans.Take(limit)], bans.Count > limit), ChatJson.Default.ChatBans, @ref)];
    }
}
