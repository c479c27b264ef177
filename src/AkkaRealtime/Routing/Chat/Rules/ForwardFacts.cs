using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>A message that somebody forwards, as it stands now.</summary>
/// <param name="Text">What it says.</param>
/// <param name="From">Who wrote it.</param>
internal sealed record Forward(string Text, ForwardedFrom From)
{
    /// <summary>A message, for who may read it. What was forwarded before stays its first author's.</summary>
    public static Forward Of(MessageView message, string name) => new(
        message.Text,
        message.Forwarded ?? new ForwardedFrom(message.By, name, message.At, message.Attachments.Count > 0 ? message.Attachments.Count : null));
}

/// <summary>
/// What the rules need to know of the messages that a batch forwards: those that their sender may read, looked up while nothing is being appended. A message that is stored already is
/// let through as it is, so that the journal answers it with the first one, whatever became of the original.
/// </summary>
/// <param name="found">By who forwards them and the key of their message.</param>
/// <param name="sent">Sender and key of the messages that are stored already, as far as their originals can't be read any more.</param>
internal sealed class ForwardFacts(IReadOnlyDictionary<(UserId User, string Key), Forward> found, IReadOnlySet<(UserId User, string Key)> sent)
{
    private static readonly RequestError NotFound = new(ErrorCode.NotFound, "There is no such message to forward.", "forward");
    private static readonly RequestError NoText = new(ErrorCode.Conflict, "This message has no text to forward: files stay in their room.", "forward");

    /// <summary>Nothing is forwarded.</summary>
    public static ForwardFacts None { get; } = new(new Dictionary<(UserId, string), Forward>(), new HashSet<(UserId, string)>());

    /// <summary>What a message is to say, or why it can't; both null where it forwards nothing.</summary>
    public (Forward? Forward, RequestError? Error) Of(UserId by, ChatSendRequest request)
    {
        if (request.Forward is null || sent.Contains((by, request.Key!)))
            return default;
        if (!found.TryGetValue((by, request.Key!), out var forward))
            return (null, NotFound);
        return forward.Text.Length > 0 ? (forward, null) : (null, NoText);
    }
}
