using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>Room</c> of protocol §3, for one user.</summary>
public sealed record RoomView(
    RoomId Id,
    string Kind,
    string Name,
    string Topic,
    int Members,
    string? Role,
    long Head,
    long Read,
    long Unread,
    long Mentions,
    MessageView? Last = null,
    UserId? Peer = null)
{
    /// <summary>How many seconds a member waits between two messages; null: none.</summary>
    public int? SlowModeSeconds { get; init; }

    /// <summary>The least role that may write; null: all members.</summary>
    public string? PostRole { get; init; }
}

/// <summary><c>Message</c> of protocol §3: as it stands now. A deleted one has an empty text.</summary>
public sealed record MessageView(
    MessageId Id,
    long Seq,
    DateTimeOffset At,
    UserId By,
    string Key,
    string Text,
    DateTimeOffset? EditedAt,
    bool? Deleted,
    MessageId? ReplyTo,
    MessageId? Thread,
    IReadOnlyList<UserId> Mentions,
    IReadOnlyList<Attachment> Attachments,
    IReadOnlyDictionary<string, IReadOnlyList<UserId>> Reactions,
    bool? Pinned = null,
    long? Replies = null)
{
    /// <summary>To whom it was addressed as a whole, <c>all</c> or <c>here</c>; null where it was not.</summary>
    public string? Audience { get; init; }

    /// <summary>Whose words these are, where they were forwarded; null: those of who sent it.</summary>
    public ForwardedFrom? Forwarded { get; init; }

    /// <summary>What its links lead to. Null: nothing that is known; empty: nothing that is shown, now or later.</summary>
    public IReadOnlyList<LinkPreview>? Previews { get; init; }

    /// <summary>What the sender's app says with it, an object; null: nothing.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>A room's part of a sync.</summary>
public sealed record RoomNews(RoomId Room, long Head, bool Truncated, IReadOnlyList<StoredEvent> Events);

/// <summary>A member as others see them.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">What their token called them when they last signed in; their id where they never did.</param>
/// <param name="Role"><c>owner</c>, <c>admin</c> or <c>member</c>.</param>
/// <param name="Read">How far they have read; null where it is not for everybody to see.</param>
/// <param name="Delivered">How far events reached a device of theirs; null as <paramref name="Read"/>.</param>
public sealed record MemberView(UserId User, string Name, string Role, long? Read, long? Delivered);

/// <summary>Derived from what lies between <c>read</c> and <c>head</c>; never a counter that can stick.</summary>
public readonly record struct UnreadCount(long Unread, long Mentions);

/// <summary>What is unread for a member, and of which moment that is: a count of before a mark or a message must never stand after it.</summary>
/// <param name="Count">What is unread.</param>
/// <param name="UpTo">The room's head when it was counted.</param>
/// <param name="Read">How far the member had read then.</param>
public readonly record struct UnreadState(UnreadCount Count, long UpTo, long Read);

/// <summary>One hit.</summary>
public sealed record SearchHit(RoomId Room, MessageView Message);
