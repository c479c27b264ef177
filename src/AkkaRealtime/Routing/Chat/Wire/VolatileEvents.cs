using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.typing</c>, volatile.</summary>
internal sealed record ChatTyping(RoomId Room, UserId User, bool On);

/// <summary><c>chat.receipt</c>, volatile.</summary>
internal sealed record ChatReceipt(RoomId Room, UserId User, long Read, long Delivered);

/// <summary><c>chat.unread</c>, volatile: what lies between <paramref name="Read"/> and <paramref name="UpTo"/>.</summary>
internal sealed record ChatUnread(RoomId Room, long Unread, long Mentions, long UpTo, long Read);

/// <summary><c>chat.expired</c>, volatile: everything up to <paramref name="UpTo"/> is past its time and gone.</summary>
internal sealed record ChatExpired(RoomId Room, long UpTo);
