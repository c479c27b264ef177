using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.history</c>: a page of messages as they stand now, before or after a position, or around a message.</summary>
internal sealed class HistoryQuery(IChatStore store) : IChatQuery<ChatHistoryRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatHistoryRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var (_, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        // Whoever asks by a reply means the thread that it stands in.
        if (request.Thread is { } thread && await store.FindMessageAsync(room, thread, cancel).ConfigureAwait(false) is { Thread: { } root })
            request = request with { Thread = root };
        if (request.Around is { } around)
            return [await AroundAsync(room, around, request, @ref, cancel).ConfigureAwait(false)];
        var page = await store.HistoryAsync(
            room, request.Before, request.After, request.Limit ?? ReadAccess.DefaultPage, request.Thread, cancel).ConfigureAwait(false);
        return [await ReplyAsync(room, page, newer: null, @ref, cancel).ConfigureAwait(false)];
    }

    // The message, what comes before it, and half a page of what comes after. The head is that of the first read: what changed since is told live.
    private async Task<EncodedEnvelope> AroundAsync(
        RoomId room, MessageId around, ChatHistoryRequest request, string? @ref, CancellationToken cancel)
    {
        if (await store.FindMessageAsync(room, around, cancel).ConfigureAwait(false) is not { } message)
            return EnvelopeWriter.Error(new RequestError(ErrorCode.NotFound, "There is no such message in this room.", "around"), @ref);
        var limit = request.Limit ?? ReadAccess.DefaultPage;
        var newest = limit / 2;
        var page = await store.HistoryAsync(room, message.Seq + 1, null, limit - newest, request.Thread, cancel).ConfigureAwait(false);
        var after = await store.HistoryAsync(room, null, message.Seq, Math.Max(newest, 1), request.Thread, cancel).ConfigureAwait(false);
        var messages = newest == 0 ? page.Messages : [.. page.Messages, .. after.Messages];
        var newer = after.More || (newest == 0 && after.Messages.Count > 0);
        return await ReplyAsync(room, page with { Messages = messages }, newer, @ref, cancel).ConfigureAwait(false);
    }

    private async Task<EncodedEnvelope> ReplyAsync(RoomId room, MessagePage page, bool? newer, string? @ref, CancellationToken cancel)
    {
        var messages = await WithRepliesAsync(room, page.Messages, cancel).ConfigureAwait(false);
        return EnvelopeWriter.Write(
            "chat.history", new ChatHistory(room, messages, page.Head, page.More, newer), ChatJson.Default.ChatHistory, @ref);
    }

    private async Task<IReadOnlyList<MessageView>> WithRepliesAsync(RoomId room, IReadOnlyList<MessageView> messages, CancellationToken cancel)
    {
        var roots = messages.Where(m => m.Thread is null).Select(m => m.Id).ToList();
        if (roots.Count == 0)
            return messages;
        var replies = await store.RepliesAsync(room, roots, cancel).ConfigureAwait(false);
        return replies.Count == 0
            ? messages
            : [.. messages.Select(m => replies.TryGetValue(m.Id, out var count) ? m with { Replies = count } : m)];
    }
}
