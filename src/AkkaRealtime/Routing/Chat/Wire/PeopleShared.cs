using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>people.shared</c>: the rooms that the user and somebody else are both in.</summary>
internal sealed record PeopleSharedRequest(UserId? User = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatValidation.User("user", User);
}

/// <summary><c>people.shared</c>, the answer.</summary>
/// <param name="User">With whom.</param>
/// <param name="Rooms">Groups and channels, in no particular order.</param>
/// <param name="More">There are more than are named.</param>
internal sealed record PeopleShared(UserId User, IReadOnlyList<RoomId> Rooms, bool More);
