using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>
/// <c>chat.settings</c>: saves what a member sets, and tells their connections. It is nobody's business but theirs, so no owner is asked: the store puts single members
/// together, and numbers the result.
/// </summary>
internal sealed class SettingsQuery(IChatStore store, IJournal journal) : IChatQuery<ChatSettingsRequest>
{
    private readonly JournalPromise _journal = new(journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatSettingsRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var access = await store.AccessAsync(room, caller.User, cancel).ConfigureAwait(false);
        if (access is not { Role: not null })
            return [EnvelopeWriter.Error(ChatErrors.NotMemberOf(access?.Kind), @ref)];
        var hidden = request.Hidden is { } seq ? Math.Min(seq, access.Head) : (long?)null;
        await _journal.SaveAsync(owner => new SaveRoomSettings(owner, room, caller.User, request.Notify, request.Favourite, hidden, request.Unread), cancel).ConfigureAwait(false);
        var saved = await store.SettingsAsync(caller.User, room, cancel).ConfigureAwait(false);
        if (!saved.TryGetValue(room, out var settings))
            return [EnvelopeWriter.Error(ChatErrors.NotMemberOf(access.Kind), @ref)];
        return [Envelope(room, settings, @ref), new TellUser(caller.User, Envelope(room, settings, null), ExceptSession: caller.Session)];
    }

    private static EncodedEnvelope Envelope(RoomId room, RoomSettings settings, string? @ref) =>
        EnvelopeWriter.Write("chat.settings", new ChatSettings(room, settings), ChatJson.Default.ChatSettings, @ref);
}
