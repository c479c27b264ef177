using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Sessions;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.unwatch</c>: the end of <c>chat.watch</c>; a member goes on following the room.</summary>
internal sealed class UnwatchQuery(IChatStore store) : IChatQuery<ChatUnwatchRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatUnwatchRequest request, CancellationToken cancel)
    {
        var room = request.Room!.Value;
        var (access, refused) = await store.CheckReadAsync(room, caller.User, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        var reply = EnvelopeWriter.Write("chat.unwatched", new ChatUnwatched(room), ChatJson.Default.ChatUnwatched, @ref);
        return [access!.Role is null ? new UnfollowTopic(Topic.Of(room), reply) : reply];
    }
}
