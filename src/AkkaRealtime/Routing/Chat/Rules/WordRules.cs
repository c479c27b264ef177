using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>
/// What may not be said: looked for in what was decided, so that it is the same for what members write, what is forwarded, and what bots are told to post, and so that nobody learns of the
/// words who may not write at all. The operator's own voice, <c>system</c>, says what it likes.
/// </summary>
internal static class WordRules
{
    /// <summary>A decision, with forbidden words masked or refused.</summary>
    public static Decision Apply(Decision decision, WordFilter words)
    {
        List<LogEvent>? masked = null;
        for (var i = 0; i < decision.Events.Count; i++)
        {
            if (decision.Events[i] is not RoomEvent e || e.By == WellKnownUsers.System)
                continue;
            var (text, name, topic) = e switch
            {
                ChatMessage m => (m.Text, null, null),
                ChatEdited m => (m.Text, null, null),
                ChatUpdated u => (null, u.Name, u.Topic),
                _ => default((string?, string?, string?)),
            };
            if (Find(words, text, name, topic) is not { } field)
                continue;
            if (!words.Masks)
                return Decision.Refused(Refusal(field));
            (masked ??= [.. decision.Events])[i] = e switch
            {
                ChatMessage m => m with { Text = words.Mask(m.Text) },
                ChatEdited m => m with { Text = words.Mask(m.Text) },
                ChatUpdated u => u with { Name = Masked(words, u.Name), Topic = Masked(words, u.Topic) },
                _ => e,
            };
        }

        return masked is null ? decision : Decision.Of(masked);
    }

    /// <summary>Name and topic of a room that is to be made.</summary>
    public static (ChatCreateRequest Request, RequestError? Error) Apply(ChatCreateRequest request, WordFilter words)
    {
        if (Find(words, null, request.Name, request.Topic) is not { } field)
            return (request, null);
        return words.Masks
            ? (request with { Name = Masked(words, request.Name), Topic = Masked(words, request.Topic) }, null)
            : (request, Refusal(field));
    }

    private static string? Find(WordFilter words, string? text, string? name, string? topic) =>
        text is not null && words.IsIn(text) ? "text"
        : name is not null && words.IsIn(name) ? "name"
        : topic is not null && words.IsIn(topic) ? "topic"
        : null;

    private static string? Masked(WordFilter words, string? text) => text is null ? null : words.Mask(text);

    // It names the rule and not the word: who tries words one by one would learn the list.
    private static RequestError Refusal(string field) =>
        new(ErrorCode.Forbidden, $"\"{field}\" has a word that this server's operator doesn't allow. Write it without.", field);
}
