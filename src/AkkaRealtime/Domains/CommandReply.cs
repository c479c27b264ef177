using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// What becomes of a command: done, with a text for who gave it where there is something to say, or refused. A text and a <see cref="RequestError"/> convert by
/// themselves, so that a handler reads <c>return "On its way."</c> and <c>return new RequestError(…)</c>.
/// </summary>
public readonly record struct CommandReply
{
    private CommandReply(string? text, RequestError? error) => (Text, Error) = (text, error);

    /// <summary>Done, and what is to be seen of it stands in the room.</summary>
    public static CommandReply Done { get; }

    /// <summary>What only the one who gave the command is shown, in the tab that they gave it in; kept nowhere. Null where there is nothing to say.</summary>
    public string? Text { get; }

    /// <summary>Why it was refused, or null. The client shows the message, and keeps what was typed.</summary>
    public RequestError? Error { get; }

    /// <summary>Done, with a text for who gave the command.</summary>
    public static implicit operator CommandReply(string text) => new(text, null);

    /// <summary>Refused.</summary>
    public static implicit operator CommandReply(RequestError error) => new(null, error);
}
