using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>people.sync</c>: who of those that share a room with the user has been renamed since.</summary>
internal sealed record PeopleSyncRequest(DateTimeOffset? Since = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => Since is null ? RequestError.Bad("since", "\"since\" must be a time.") : null;
}

/// <summary><c>people.synced</c>: what people are called now.</summary>
/// <param name="People">In the order in which they were renamed.</param>
/// <param name="More">These are not all: ask again, from <paramref name="UpTo"/> on.</param>
/// <param name="UpTo">The <c>since</c> of the next page; only where there is one.</param>
internal sealed record PeopleSynced(IReadOnlyList<Person> People, bool More, DateTimeOffset? UpTo = null);

/// <summary>Somebody, and what they are called.</summary>
internal sealed record Person(UserId User, string Name);
