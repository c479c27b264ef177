using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>
/// <c>chat.members</c>: a page of who is in a room. How far somebody has read is shown as <c>chat.receipt</c> shows it: to members, in rooms of at most
/// <see cref="ChatLimits.MaxReceiptMembers"/>.
/// </summary>
internal sealed class MembersQuery(IChatStore store) : IChatQuery<ChatMembersRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatMembersRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var (access, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        var page = await store.MembersAsync(
            room, request.After, request.Query, request.Users, request.Limit ?? ReadAccess.DefaultPage, cancel).ConfigureAwait(false);
        if (page is null)
            return [EnvelopeWriter.Error(ChatErrors.NoSuchRoom, @ref)];
        var members = access!.Role is null || page.Total > ChatLimits.MaxReceiptMembers
            ? [.. page.Members.Select(m => m with { Read = null, Delivered = null })]
            : page.Members;
        var reply = new ChatMembers(room, members, page.Total, page.More, access.Head);
        return [EnvelopeWriter.Write("chat.members", reply, ChatJson.Default.ChatMembers, @ref)];
    }
}
