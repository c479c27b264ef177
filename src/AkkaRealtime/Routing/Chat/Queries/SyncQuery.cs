using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>
/// <c>chat.sync</c>: <c>chat.events</c> of every room that changed, then <c>chat.synced</c>; and the owners of those rooms are told that the events have
/// reached a device.
/// </summary>
internal sealed class SyncQuery(IChatStore store) : IChatQuery<ChatSyncRequest>
{
    // Rooms that one sync marks as delivered: as many as a person follows closely, not all that a device ever saw.
    private const int MaxDelivered = 100;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatSyncRequest request, CancellationToken cancel)
    {
        var answer = new List<object>();
        var delivered = new List<MarkDelivered>();
        if (request.Rooms!.Count > 0)
        {
            var news = await store.SyncAsync(caller.User, request.Rooms, ChatLimits.MaxMissing, cancel).ConfigureAwait(false);
            foreach (var room in news)
            {
                answer.AddRange(ChatEventPages.Of(room));
                if (!room.Truncated && delivered.Count < MaxDelivered)
                    delivered.Add(new MarkDelivered(room.Room, caller.User, room.Head, caller.Invisible));
            }
        }

        answer.Add(EnvelopeWriter.Write("chat.synced", new ChatSynced(), ChatJson.Default.ChatSynced, @ref));
        answer.AddRange(delivered);
        return answer;
    }
}
