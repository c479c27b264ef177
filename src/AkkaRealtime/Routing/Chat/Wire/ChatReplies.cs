using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// The data of what the server sends besides the events of the log (protocol §3). `ref` is put in by EnvelopeWriter.

/// <summary><c>chat.room</c>: a reply, or without <c>ref</c> the news that one was added.</summary>
internal sealed record ChatRoom(RoomView Room);

/// <summary><c>chat.sent</c>: the message is durable.</summary>
internal sealed record ChatSent(RoomId Room, long Seq, MessageId Id, string Key, DateTimeOffset At, bool Duplicate);

/// <summary><c>chat.ok</c>: the change is durable and has this place in the log; for <c>chat.read</c>, how far is read now.</summary>
internal sealed record ChatOk(RoomId Room, long Seq);

/// <summary><c>chat.left</c>, the reply to <c>chat.leave</c>; the event of the log is <see cref="ChatLeft"/>.</summary>
internal sealed record ChatLeftReply(RoomId Room);
