using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary><c>status.set</c>: what the user chooses, as a whole. <c>online</c> is the choice to have none: idleness and calls decide again.</summary>
internal sealed record StatusSetRequest(string? Status, string? Text, string? Emoji, DateTimeOffset? ClearAt) : IStatusRequest
{
    /// <summary>The longest <c>text</c>, UTF-16 units.</summary>
    public const int MaxText = 140;

    /// <summary>The longest <c>emoji</c>, UTF-16 units: a family with skin tones needs some 20.</summary>
    public const int MaxEmoji = 32;

    /// <summary>The words beside a name, as others may be shown them; null where there is nothing to see.</summary>
    public string? Text { get; init; } = Shown(Text);

    /// <summary>The emoji, likewise.</summary>
    public string? Emoji { get; init; } = Shown(Emoji);

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (!StatusNames.TryParse(Status, out _))
            return RequestError.Bad("status", "\"status\" must be \"online\", \"away\", \"busy\" or \"invisible\".");
        if (Text?.Length > MaxText)
            return RequestError.Bad("text", $"\"text\" can have at most {MaxText} characters.");
        if (Emoji?.Length > MaxEmoji)
            return RequestError.Bad("emoji", $"\"emoji\" can have at most {MaxEmoji} characters.");
        return null;
    }

    /// <summary>The part of the check that needs a clock: null, or the error that names <c>clearAt</c>.</summary>
    public RequestError? ValidateAt(DateTimeOffset now) =>
        ClearAt <= now ? RequestError.Bad("clearAt", "\"clearAt\" is in the past. Send a time in the future, or leave it out.") : null;

    private static string? Shown(string? text) => VisibleText.IsIn(text) ? VisibleText.Line(text!) : null;
}
