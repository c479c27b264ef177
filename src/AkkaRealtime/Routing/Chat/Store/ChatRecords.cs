using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>What a room's owner needs to go on.</summary>
public sealed record RoomSnapshot(
    RoomId Id,
    string Kind,
    string Name,
    string Topic,
    long Head,
    DateTimeOffset CreatedAt,
    IReadOnlyList<MemberSnapshot> Members)
{
    /// <summary>Who may not be in it.</summary>
    public IReadOnlyList<KeyValuePair<UserId, RoomBan>> Bans { get; init; } = [];

    /// <summary>How many seconds a member waits between two messages; 0: none.</summary>
    public int SlowModeSeconds { get; init; }

    /// <summary>The least role that may write; null: all members.</summary>
    public string? PostRole { get; init; }
}

/// <summary>A member: role, and how far they have read and got.</summary>
public sealed record MemberSnapshot(UserId User, string Role, long JoinedSeq, long Read, long Delivered);

/// <summary>A page of history; <paramref name="More"/>: there is more in the direction that was asked for.</summary>
public sealed record MessagePage(IReadOnlyList<MessageView> Messages, long Head, bool More);

/// <summary>A page of members. <paramref name="Total"/>: of the room; <paramref name="More"/>: there are more after the last of the page.</summary>
public sealed record MemberPage(IReadOnlyList<MemberView> Members, int Total, bool More);

/// <summary>Search hits.</summary>
public sealed record SearchPage(IReadOnlyList<SearchHit> Hits, bool More);
