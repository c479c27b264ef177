using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// Threads that a user follows (protocol §3, "Threads").

/// <summary><c>chat.threads</c>.</summary>
internal sealed record ChatThreadsRequest(bool? Unread = null, MessageId? Before = null, int? Limit = null) : IChatRequest
{
    /// <summary>Threads of a page: each comes with two messages.</summary>
    public const int MaxPage = 50;

    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public RequestError? Validate() => ChatValidation.OptionalMessage("before", Before)
        ?? (Limit is null or (> 0 and <= MaxPage) ? null : RequestError.Bad("limit", $"\"limit\" must be 1 to {MaxPage}."));
}

/// <summary><c>chat.read-thread</c>.</summary>
internal sealed record ChatReadThreadRequest(RoomId? Room = null, MessageId? Thread = null, long? Seq = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("thread", Thread)
        ?? (Seq is >= 0 ? null : RequestError.Bad("seq", "\"seq\" must be the position up to which you have read: 0 or more."));
}

/// <summary><c>chat.follow-thread</c>.</summary>
internal sealed record ChatFollowThreadRequest(RoomId? Room = null, MessageId? Thread = null, bool? On = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatValidation.Room(Room) ?? ChatValidation.Message("thread", Thread) ?? ChatValidation.Flag("on", On);
}

/// <summary><c>chat.thread</c>: how it stands between the user and a thread; the reply, and the news to the user's other connections.</summary>
/// <param name="Room">Its room.</param>
/// <param name="Thread">Its first message.</param>
/// <param name="Follows">Whether the user follows it.</param>
/// <param name="Read">How far they have read it; null where nothing is kept of that.</param>
internal sealed record ChatThread(RoomId Room, MessageId Thread, bool Follows, long? Read = null);

/// <summary><c>chat.threads</c>, the answer: the thread with the latest reply first.</summary>
internal sealed record ChatThreads(IReadOnlyList<ThreadView> Threads, bool More, long Unread);

/// <summary><c>Thread</c> of protocol §3, for one user who follows it.</summary>
/// <param name="Room">Its room.</param>
/// <param name="Root">Its first message, as it stands now.</param>
/// <param name="Replies">How many replies there are.</param>
/// <param name="Unread">How many of them come after <paramref name="Read"/>.</param>
/// <param name="Mentions">How many of these mention the user.</param>
/// <param name="Read">How far the user has read it.</param>
/// <param name="Last">Its last reply.</param>
public sealed record ThreadView(RoomId Room, MessageView Root, long Replies, long Unread, long Mentions, long Read, MessageView Last);
