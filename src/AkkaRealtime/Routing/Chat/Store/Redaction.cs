using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>
/// What stays of an event when what was said in it has to go: its place, its kind, who and when, and which message it is about
/// (docs/decisions/0013). The log keeps each <c>seq</c>.
/// </summary>
public static class Redaction
{
    /// <summary>The event that is stored as <paramref name="envelope"/>, of whatever domain, without the content; null where there is none to take out, or none left.</summary>
    public static LogEvent? Of(ReadOnlyMemory<byte> envelope) => Of(Read(envelope));

    /// <summary>The event that is stored as <paramref name="envelope"/>, as chat's record or as a <see cref="DomainEvent"/>.</summary>
    public static LogEvent Read(ReadOnlyMemory<byte> envelope) => RoomEventJson.TryDecode(envelope) ?? (LogEvent)DomainEventJson.Decode(envelope);

    /// <summary>The event without the content; null where there is none to take out, or none left.</summary>
    public static LogEvent? Of(LogEvent e) => e switch
    {
        ChatMessage { Deleted: not true } message => message with { Text = "", Mentions = null, Audience = null, Forwarded = null, Attachments = null, Previews = null, Data = null, Deleted = true },
        ChatEdited { Text.Length: > 0 } edited => edited with { Text = "" },
        ChatPreviewed { Previews.Count: > 0 } previewed => previewed with { Previews = null },
        ChatReacted { Emoji.Length: > 0 } reacted => reacted with { Emoji = "", On = false },
        DomainEvent { Deleted: false } other => other.Emptied(),
        _ => null,
    };
}
