using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.watch</c>: the connection follows a channel. A member follows the room anyway: there is nothing to do but to say so.</summary>
internal sealed class WatchQuery(IChatStore store) : IChatQuery<ChatWatchRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatWatchRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var (access, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        var reply = EnvelopeWriter.Write("chat.watching", new ChatWatching(room, access!.Head), ChatJson.Default.ChatWatching, @ref);
        return [access.Role is null ? new FollowTopic(Topic.Of(room), access.Head, reply, Watches: true) : reply];
    }
}
