using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>What a room's owner tells connections, encoded: its replies and its volatile events. The replies of queries are encoded by the queries.</summary>
internal static class ChatEnvelopes
{
    public static EncodedEnvelope Room(RoomView room, string? @ref = null) =>
        EnvelopeWriter.Write("chat.room", new ChatRoom(room), ChatJson.Default.ChatRoom, @ref);

    public static EncodedEnvelope Left(RoomId room, string? @ref) =>
        EnvelopeWriter.Write("chat.left", new ChatLeftReply(room), ChatJson.Default.ChatLeftReply, @ref);

    public static EncodedEnvelope Sent(ChatMessage message, bool duplicate, string? @ref) => MessageText.Sent(message, duplicate, @ref) ?? EnvelopeWriter.Write(
        "chat.sent",
        new ChatSent(message.Room, message.Seq, message.Id, message.Key, message.At, duplicate),
        ChatJson.Default.ChatSent,
        @ref);

    public static EncodedEnvelope Ok(RoomId room, long seq, string? @ref) =>
        EnvelopeWriter.Write("chat.ok", new ChatOk(room, seq), ChatJson.Default.ChatOk, @ref);

    public static EncodedEnvelope Barred(RoomId room, string name, ChatBanned ban) =>
        EnvelopeWriter.Write("chat.barred", new ChatBarred(room, name, ban.Until, ban.Reason), ChatJson.Default.ChatBarred);

    public static EncodedEnvelope Typing(RoomId room, UserId user, bool on) =>
        EnvelopeWriter.Write("chat.typing", new ChatTyping(room, user, on), ChatJson.Default.ChatTyping);

    public static EncodedEnvelope Receipt(RoomId room, UserId user, long read, long delivered) =>
        EnvelopeWriter.Write("chat.receipt", new ChatReceipt(room, user, read, delivered), ChatJson.Default.ChatReceipt);

    public static EncodedEnvelope Unread(RoomId room, UnreadState state) =>
        EnvelopeWriter.Write("chat.unread", new ChatUnread(room, state.Count.Unread, state.Count.Mentions, state.UpTo, state.Read), ChatJson.Default.ChatUnread);

    public static EncodedEnvelope Expired(RoomId room, long upTo) =>
        EnvelopeWriter.Write("chat.expired", new ChatExpired(room, upTo), ChatJson.Default.ChatExpired);
}
