using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Polls.Wire;

/// <summary>Opens a poll in a room. Sent again with the same key, it is answered with the first one.</summary>
public sealed record PollOpenRequest(RoomId? Room, string? Key, string? Question, IReadOnlyList<string>? Options) : IRequest
{
    private const int MaxOptions = 10;
    private const int MaxLength = 200;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (!IdRules.IsServerMade(Room?.Value))
            return RequestError.Bad("room", "\"room\" is the id of a room.");
        if (!IdRules.IsKey(Key))
            return RequestError.Bad("key", "\"key\" is 1 to 64 characters.");
        if (!IsText(Question))
            return RequestError.Bad("question", $"\"question\" is 1 to {MaxLength} characters.");
        return Options is { Count: >= 2 and <= MaxOptions } && Options.All(IsText)
            ? null
            : RequestError.Bad("options", $"\"options\" are 2 to {MaxOptions}, of 1 to {MaxLength} characters each.");
    }

    private static bool IsText(string? text) => text is { Length: > 0 and <= MaxLength };
}

/// <summary>Votes for an option, by its place; the last vote of a member counts.</summary>
public sealed record PollVoteRequest(string? Poll, int? Option) : IRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() =>
        PollId.Check(Poll) ?? (Option is >= 0 ? null : RequestError.Bad("option", "\"option\" is the place of an option: 0 for the first."));
}

/// <summary>Closes a poll: nobody can vote any more.</summary>
public sealed record PollCloseRequest(string? Poll) : IRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => PollId.Check(Poll);
}

/// <summary>Asks how a poll stands.</summary>
public sealed record PollGetRequest(string? Poll) : IRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => PollId.Check(Poll);
}

/// <summary>Ids of polls.</summary>
internal static class PollId
{
    /// <summary>A new one.</summary>
    public static string New() => Guid.CreateVersion7().ToString("n");

    /// <summary>Why this is none, or null.</summary>
    public static RequestError? Check(string? poll) => IdRules.IsServerMade(poll) ? null : RequestError.Bad("poll", "\"poll\" is the id of a poll.");
}
