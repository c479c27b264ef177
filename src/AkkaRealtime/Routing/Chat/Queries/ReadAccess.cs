using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>The right to read a room: members read their rooms, and everybody reads channels.</summary>
internal static class ReadAccess
{
    /// <summary>Entries of a page where the client names no <c>limit</c>.</summary>
    public const int DefaultPage = 50;

    /// <summary>What the right depends on; or, where <paramref name="user"/> has none, the error that says why.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public static async Task<(RoomAccess? Access, EncodedEnvelope? Refused)> CheckReadAsync(
        this IChatStore store, RoomId room, UserId user, string? @ref, CancellationToken cancel)
    {
        var access = await store.AccessAsync(room, user, cancel).ConfigureAwait(false);
        if (access is { Role: null, Open: true, Ban: { } ban })
            return (null, EnvelopeWriter.Error(ChatErrors.Banned(ban), @ref));
        return access is null || (access.Role is null && access.Kind != RoomKinds.Channel)
            ? (null, EnvelopeWriter.Error(ChatErrors.NoSuchRoom, @ref))
            : (access, null);
    }
}
