using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;

namespace AkkaRealtime.Routing.Chat;

// The data of what the server sends besides the events of the log (protocol §3). `ref` is put in by EnvelopeWriter.

/// <summary><c>chat.room</c>: a reply, or without <c>ref</c> the news that one was added.</summary>
internal sealed record RoomReply(RoomView Room);

/// <summary><c>chat.rooms</c> and <c>chat.directory</c>.</summary>
internal sealed record RoomsReply(IReadOnlyList<RoomView> Rooms);

/// <summary><c>chat.members</c>: as it stood at <paramref name="Head"/>, or with some of what came after.</summary>
internal sealed record MembersReply(RoomId Room, IReadOnlyList<MemberView> Members, int Total, bool More, long Head);

/// <summary><c>chat.left</c> and <c>chat.unwatched</c>.</summary>
internal sealed record RoomIdReply(RoomId Room);

/// <summary><c>chat.watching</c>.</summary>
internal sealed record WatchingReply(RoomId Room, long Head);

/// <summary><c>chat.sent</c>: the message is durable.</summary>
internal sealed record SentReply(RoomId Room, long Seq, MessageId Id, string Key, DateTimeOffset At, bool Duplicate);

/// <summary><c>chat.ok</c>: the change is durable and has this place in the log; for <c>chat.read</c>, how far is read now.</summary>
internal sealed record OkReply(RoomId Room, long Seq);

/// <summary><c>chat.history</c>; <paramref name="Newer"/> only where it was asked for what lies around a message.</summary>
internal sealed record HistoryReply(RoomId Room, IReadOnlyList<MessageView> Messages, long Head, bool More, bool? Newer = null);

/// <summary><c>chat.pins</c>.</summary>
internal sealed record PinsReply(RoomId Room, IReadOnlyList<MessageView> Messages, bool More);

/// <summary><c>chat.found</c>.</summary>
internal sealed record FoundReply(IReadOnlyList<SearchHit> Hits, bool More);

/// <summary><c>chat.synced</c>.</summary>
internal sealed record SyncedReply;

/// <summary><c>chat.typing</c>, volatile.</summary>
internal sealed record TypingEvent(RoomId Room, UserId User, bool On);

/// <summary><c>chat.receipt</c>, volatile.</summary>
internal sealed record ReceiptEvent(RoomId Room, UserId User, long Read, long Delivered);

/// <summary><c>chat.unread</c>, volatile.</summary>
internal sealed record UnreadEvent(RoomId Room, long Unread, long Mentions);

/// <summary><c>chat.expired</c>, volatile: everything up to <paramref name="UpTo"/> is past its time and gone.</summary>
internal sealed record ExpiredEvent(RoomId Room, long UpTo);
