using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// Whom somebody doesn't want to hear of (protocol §3, "Blocks").

/// <summary><c>people.block</c>.</summary>
internal sealed record PeopleBlockRequest(UserId? User = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 3;

    public RequestError? Validate() => ChatValidation.Person("user", User);
}

/// <summary><c>people.unblock</c>.</summary>
internal sealed record PeopleUnblockRequest(UserId? User = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 3;

    public RequestError? Validate() => ChatValidation.User("user", User);
}

/// <summary><c>people.blocks</c>.</summary>
internal sealed record PeopleBlocksRequest(UserId? After = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => (After is null ? null : ChatValidation.User("after", After)) ?? ChatValidation.Limit(Limit);
}

/// <summary><c>people.blocked</c>: how it stands now between the user and somebody; the reply, and the news to the user's other connections.</summary>
internal sealed record PeopleBlocked(UserId User, bool On);

/// <summary><c>people.blocks</c>, the answer: by id.</summary>
internal sealed record PeopleBlocks(IReadOnlyList<BlockedPerson> People, bool More);

/// <summary>Somebody who is blocked.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">What they are called; their id where they never signed in.</param>
/// <param name="At">Since when.</param>
internal sealed record BlockedPerson(UserId User, string Name, DateTimeOffset At);
