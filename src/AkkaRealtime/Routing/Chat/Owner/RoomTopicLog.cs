using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>What the relay reads about rooms: their logs, and who may follow them.</summary>
internal sealed class RoomTopicLog(IChatStore store, IRoomLog log) : ITopicLog
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<Publication>> ReadAsync(string id, long after, long upTo)
    {
        var room = new RoomId(id);
        return LoggedPublications.Of(room, await log.EventsAsync(room, after, upTo, TopicLimits.Missed, CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>The members of a room; everybody for a channel, which anybody signed in may watch.</summary>
    public async Task<TopicAudience> AudienceAsync(string id) =>
        await store.LoadRoomAsync(new RoomId(id), CancellationToken.None).ConfigureAwait(false) switch
        {
            null => TopicAudience.Nobody,
            { Kind: RoomKinds.Channel } => TopicAudience.Everybody,
            var room => TopicAudience.Of(room.Members.Select(m => m.User)),
        };
}
