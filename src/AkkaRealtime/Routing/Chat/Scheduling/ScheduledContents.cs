using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Scheduling;

/// <summary>Scheduled messages between what is stored of them and what goes out.</summary>
internal static class ScheduledContents
{
    /// <summary>What it says.</summary>
    public static ScheduledContent Read(this ScheduledMessage message) => JsonSerializer.Deserialize(message.Content.Span, ChatJson.Default.ScheduledContent)!;

    /// <summary>As it is stored.</summary>
    public static ReadOnlyMemory<byte> Write(this ScheduledContent content) => JsonSerializer.SerializeToUtf8Bytes(content, ChatJson.Default.ScheduledContent);

    /// <summary>As its user sees it.</summary>
    public static ScheduledView ToView(this ScheduledMessage message)
    {
        var content = message.Read();
        return new(message.Id, message.Room, message.At, content.Text, content.ReplyTo, content.Thread, content.Mentions, content.Audience, content.Previews, content.Attachments, content.Data, content.Failed);
    }

    /// <summary>As the room's owner is asked. Under the same key always: the owner stores it once, however often it is asked.</summary>
    public static ChatSendRequest ToRequest(this ScheduledContent content, ScheduledMessage message) => new(
        message.Room, $"scheduled-{message.Id}", content.Text, content.ReplyTo, content.Thread, content.Mentions, content.Attachments, content.Audience, Previews: content.Previews, Data: content.Data);

    /// <summary>How it stands now.</summary>
    public static EncodedEnvelope ToScheduled(this ScheduledMessage message, string? @ref = null) =>
        EnvelopeWriter.Write("chat.scheduled", new ChatScheduled(message.ToView()), ChatJson.Default.ChatScheduled, @ref);

    /// <summary>That it waits no more: it was cancelled, or sent.</summary>
    public static EncodedEnvelope ToUnscheduled(this ScheduledMessage message, string? @ref = null, MessageId? sent = null) =>
        EnvelopeWriter.Write("chat.unscheduled", new ChatUnscheduled(message.Id, message.Room, sent), ChatJson.Default.ChatUnscheduled, @ref);
}
