using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A message and its reply, which are most of what a server writes, encoded by hand: byte for byte what <see cref="ChatJson"/> makes of them.</summary>
internal static class MessageText
{
    /// <summary><c>chat.message</c>; null where it has to be encoded the usual way.</summary>
    public static EncodedEnvelope? Of(ChatMessage message)
    {
        if (message is not { Mentions: null, Audience: null, Forwarded: null, Attachments: null, Deleted: null, Previews: null, Data: null })
            return null;
        var text = EnvelopeText.Begin();
        text.Add("{\"type\":\"chat.message\",\"data\":{\"room\":\""u8);
        text.Add(message.Room.Value);
        text.Add("\",\"seq\":"u8);
        text.Add(message.Seq);
        text.Add(",\"at\":\""u8);
        text.Add(message.At);
        text.Add("\",\"by\":\""u8);
        text.Add(message.By.Value);
        text.Add("\",\"id\":\""u8);
        text.Add(message.Id.Value);
        text.Add("\",\"key\":\""u8);
        text.Add(message.Key);
        text.Add("\",\"text\":\""u8);
        text.Add(message.Text);
        Add(ref text, "\",\"replyTo\":\""u8, message.ReplyTo);
        Add(ref text, "\",\"thread\":\""u8, message.Thread);
        text.Add("\"}}"u8);
        return text.End();
    }

    /// <summary><c>chat.sent</c>; null where it has to be encoded the usual way.</summary>
    public static EncodedEnvelope? Sent(ChatMessage message, bool duplicate, string? @ref)
    {
        var text = EnvelopeText.Begin();
        text.Add("{\"type\":\"chat.sent\",\"data\":{"u8);
        if (@ref is not null)
        {
            text.Add("\"ref\":\""u8);
            text.Add(@ref);
            text.Add("\","u8);
        }

        text.Add("\"room\":\""u8);
        text.Add(message.Room.Value);
        text.Add("\",\"seq\":"u8);
        text.Add(message.Seq);
        text.Add(",\"id\":\""u8);
        text.Add(message.Id.Value);
        text.Add("\",\"key\":\""u8);
        text.Add(message.Key);
        text.Add("\",\"at\":\""u8);
        text.Add(message.At);
        text.Add(duplicate ? "\",\"duplicate\":true}}"u8 : "\",\"duplicate\":false}}"u8);
        return text.End();
    }

    private static void Add(ref EnvelopeText text, ReadOnlySpan<byte> name, MessageId? id)
    {
        if (id is not { } one)
            return;
        text.Add(name);
        text.Add(one.Value);
    }
}
