using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>What is shown of a message's links: of those that stand in its text, in their order. Nothing any more, once somebody has taken that away.</summary>
internal static class PreviewRules
{
    /// <summary>Nothing is shown of its links, whatever is found.</summary>
    public static bool AreOff(MessageFacts message) => message.Previews is { Count: 0 };

    /// <summary>Links of which nothing is known yet, the first <paramref name="most"/> of the text looked at.</summary>
    public static IReadOnlyList<string> Unknown(MessageFacts message, int most) => message.Deleted || AreOff(message)
        ? []
        : [.. TextLinks.Of(message.Text, most).Where(url => message.Previews?.Any(p => p.Url == url) != true)];

    /// <summary>What was found out about links of a message, which may have changed since.</summary>
    public static Decision Record(Room room, RecordPreviews found, DateTimeOffset at, IReadOnlyDictionary<MessageId, MessageFacts> messages)
    {
        if (!messages.TryGetValue(found.Id, out var message) || message.Deleted || AreOff(message))
            return Decision.Nothing;
        var previews = Said(message.Text, [.. message.Previews ?? [], .. found.Found]);
        return previews.Count == (message.Previews?.Count ?? 0)
            ? Decision.Nothing
            : Decision.Of(new ChatPreviewed(found.Id, previews) { Room = room.Id, At = at, By = message.By });
    }

    /// <summary>An edit, and what is left then of the previews.</summary>
    public static Decision Edit(ChatEdited edited, MessageFacts message)
    {
        if (message.Previews is not { Count: > 0 } shown || Said(edited.Text, shown) is var left && left.Count == shown.Count)
            return Decision.Of(edited);
        return Decision.Of(edited, new ChatPreviewed(edited.Id, left.Count > 0 ? left : null) { Room = edited.Room, At = edited.At, By = edited.By });
    }

    private static List<LinkPreview> Said(string text, IReadOnlyList<LinkPreview> previews) =>
        [.. TextLinks.Of(text, TextLinks.Most).Select(url => previews.FirstOrDefault(p => p.Url == url)).OfType<LinkPreview>()];
}
