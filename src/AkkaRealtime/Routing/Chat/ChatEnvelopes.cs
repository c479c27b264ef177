using System.Buffers;
using System.Globalization;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;

namespace AkkaRealtime.Routing.Chat;

/// <summary>Chat's replies and volatile events, encoded.</summary>
internal static class ChatEnvelopes
{
    public static EncodedEnvelope Room(RoomView room, string? @ref = null) =>
        EnvelopeWriter.Write("chat.room", new RoomReply(room), ChatJson.Default.RoomReply, @ref);

    public static EncodedEnvelope Rooms(IReadOnlyList<RoomView> rooms, string? @ref) =>
        EnvelopeWriter.Write("chat.rooms", new RoomsReply(rooms), ChatJson.Default.RoomsReply, @ref);

    public static EncodedEnvelope Directory(IReadOnlyList<RoomView> rooms, string? @ref) =>
        EnvelopeWriter.Write("chat.directory", new RoomsReply(rooms), ChatJson.Default.RoomsReply, @ref);

    public static EncodedEnvelope Members(RoomId room, MemberPage page, long head, string? @ref) => EnvelopeWriter.Write(
        "chat.members",
        new MembersReply(room, page.Members, page.Total, page.More, head),
        ChatJson.Default.MembersReply,
        @ref);

    public static EncodedEnvelope Left(RoomId room, string? @ref) =>
        EnvelopeWriter.Write("chat.left", new RoomIdReply(room), ChatJson.Default.RoomIdReply, @ref);

    public static EncodedEnvelope Watching(RoomId room, long head, string? @ref) =>
        EnvelopeWriter.Write("chat.watching", new WatchingReply(room, head), ChatJson.Default.WatchingReply, @ref);

    public static EncodedEnvelope Unwatched(RoomId room, string? @ref) =>
        EnvelopeWriter.Write("chat.unwatched", new RoomIdReply(room), ChatJson.Default.RoomIdReply, @ref);

    public static EncodedEnvelope Sent(ChatMessage message, bool duplicate, string? @ref) => EnvelopeWriter.Write(
        "chat.sent",
        new SentReply(message.Room, message.Seq, message.Id, message.Key, message.At, duplicate),
        ChatJson.Default.SentReply,
        @ref);

    public static EncodedEnvelope Ok(RoomId room, long seq, string? @ref) =>
        EnvelopeWriter.Write("chat.ok", new OkReply(room, seq), ChatJson.Default.OkReply, @ref);

    public static EncodedEnvelope History(RoomId room, MessagePage page, string? @ref, bool? newer = null) => EnvelopeWriter.Write(
        "chat.history",
        new HistoryReply(room, page.Messages, page.Head, page.More, newer),
        ChatJson.Default.HistoryReply,
        @ref);

    public static EncodedEnvelope Pins(RoomId room, MessagePage page, string? @ref) =>
        EnvelopeWriter.Write("chat.pins", new PinsReply(room, page.Messages, page.More), ChatJson.Default.PinsReply, @ref);

    public static EncodedEnvelope Found(SearchPage page, string? @ref) =>
        EnvelopeWriter.Write("chat.found", new FoundReply(page.Hits, page.More), ChatJson.Default.FoundReply, @ref);

    public static EncodedEnvelope Synced(string? @ref) =>
        EnvelopeWriter.Write("chat.synced", new SyncedReply(), ChatJson.Default.SyncedReply, @ref);

    public static EncodedEnvelope Typing(RoomId room, UserId user, bool on) =>
        EnvelopeWriter.Write("chat.typing", new TypingEvent(room, user, on), ChatJson.Default.TypingEvent);

    public static EncodedEnvelope Receipt(RoomId room, UserId user, long read, long delivered) =>
        EnvelopeWriter.Write("chat.receipt", new ReceiptEvent(room, user, read, delivered), ChatJson.Default.ReceiptEvent);

    public static EncodedEnvelope Unread(RoomId room, UnreadCount count) =>
        EnvelopeWriter.Write("chat.unread", new UnreadEvent(room, count.Unread, count.Mentions), ChatJson.Default.UnreadEvent);

    public static EncodedEnvelope Expired(RoomId room, long upTo) =>
        EnvelopeWriter.Write("chat.expired", new ExpiredEvent(room, upTo), ChatJson.Default.ExpiredEvent);

    /// <summary>The pages of <c>chat.events</c> for a room's part of a sync: the stored bytes as they are, at most <see cref="ChatRules.LongestPage"/> a page.</summary>
    public static IEnumerable<EncodedEnvelope> Events(RoomNews news)
    {
        if (news.Events.Count == 0)
        {
            yield return EventPage(news, 0, 0);
            yield break;
        }

        for (var from = 0; from < news.Events.Count; from += ChatRules.LongestPage)
            yield return EventPage(news, from, Math.Min(from + ChatRules.LongestPage, news.Events.Count));
    }

    // Written by hand: an event is not parsed and written again just to stand inside a list.
    private static EncodedEnvelope EventPage(RoomNews news, int from, int to)
    {
        var size = 160 + news.Room.Value.Length;
        for (var i = from; i < to; i++)
            size += news.Events[i].Envelope.Utf8.Length + 1;
        var output = new ArrayBufferWriter<byte>(size);
        output.Write("{\"type\":\"chat.events\",\"data\":{\"room\":\""u8);
        output.Write(Encoding.UTF8.GetBytes(news.Room.Value));
        output.Write("\",\"events\":["u8);
        for (var i = from; i < to; i++)
        {
            if (i > from)
                output.Write(","u8);
            output.Write(news.Events[i].Envelope.Utf8.Span);
        }

        output.Write("],\"head\":"u8);
        output.Write(Encoding.UTF8.GetBytes(news.Head.ToString(CultureInfo.InvariantCulture)));
        output.Write(news.Truncated ? ",\"truncated\":true}}"u8 : ",\"truncated\":false}}"u8);
        return new EncodedEnvelope(output.WrittenMemory);
    }
}
