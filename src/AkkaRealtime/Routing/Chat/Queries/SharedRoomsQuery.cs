using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>people.shared</c>: what the user and somebody else are both members of. It tells no more than the members of the user's own rooms do.</summary>
internal sealed class SharedRoomsQuery(IChatStore store) : IChatQuery<PeopleSharedRequest>
{
    private const int MaxRooms = 200;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeopleSharedRequest request, CancellationToken cancel)
    {
        var other = request.User!.Value;
        // With oneself one shares nothing.
        var rooms = other == caller.User ? [] : await store.SharedRoomsAsync(caller.User, other, MaxRooms + 1, cancel).ConfigureAwait(false);
        var shared = new PeopleShared(other, [.. rooms.Take(MaxRooms)], rooms.Count > MaxRooms);
        return [EnvelopeWriter.Write("people.shared", shared, ChatJson.Default.PeopleShared, @ref)];
    }
}
