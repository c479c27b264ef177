using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>people.find</c>: people whose name or id holds <paramref name="Query"/>, of those whom the operator lets be found.</summary>
internal sealed record PeopleFindRequest(string? Query = null, UserId? After = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 10;

    public RequestError? Validate() =>
        (string.IsNullOrWhiteSpace(Query) ? RequestError.Bad("query", "\"query\" must be a part of a name or an id.") : null)
        ?? (Query is { Length: > ChatLimits.MaxQuery }
            ? ChatValidation.TooLarge("query", $"\"query\" can have at most {ChatLimits.MaxQuery} characters.")
            : null)
        ?? (After is null ? null : ChatValidation.User("after", After)) ?? ChatValidation.Limit(Limit);
}

/// <summary><c>people.found</c>.</summary>
/// <param name="People">In the order of their ids.</param>
/// <param name="More">There may be others: ask again, with <paramref name="Next"/> as <c>after</c>.</param>
/// <param name="Next">How far was looked; only where there may be more.</param>
internal sealed record PeopleFound(IReadOnlyList<Person> People, bool More, UserId? Next = null);
