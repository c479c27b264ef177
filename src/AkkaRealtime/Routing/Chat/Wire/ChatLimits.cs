namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>How much one request, message or room of chat may hold (protocol §3, docs/chat.md).</summary>
internal static class ChatLimits
{
    /// <summary>Characters of a message. What a frame holds at the default <c>maxMessageBytes</c>, so that in practice the frame is the limit.</summary>
    public const int MaxText = 65_536;

    /// <summary>Characters of a room's name.</summary>
    public const int MaxName = 100;

    /// <summary>Characters of a room's topic.</summary>
    public const int MaxTopic = 1_000;

    /// <summary>Characters of a search or a directory query.</summary>
    public const int MaxQuery = 200;

    /// <summary>Characters of a reaction: the longest emoji sequences (families, flags) and <c>:names:</c> fit.</summary>
    public const int MaxEmoji = 64;

    /// <summary>Characters of what is said of why somebody is banned.</summary>
    public const int MaxReason = 500;

    /// <summary>People who are banned from a room at a time. Its owner has them in memory.</summary>
    public const int MaxBans = 10_000;

    /// <summary>The longest time between two messages of a member.</summary>
    public const int MaxSlowModeSeconds = 21_600;

    /// <summary>Users that one request may name.</summary>
    public const int MaxUsers = 1_000;

    /// <summary>How far ahead a message can be scheduled.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromDays(365);

    /// <summary>Files of a message.</summary>
    public const int MaxAttachments = 20;

    /// <summary>Bytes of what an app says with a message, as JSON.</summary>
    public const int MaxDataBytes = 8_192;

    /// <summary>How deep that may be nested: what it is put into, between nodes and in lists, adds its own.</summary>
    public const int MaxDataDepth = 16;

    /// <summary>Different reactions to a message.</summary>
    public const int MaxReactions = 50;

    /// <summary>Entries of a page of history, directory or search; events of a <c>chat.events</c>.</summary>
    public const int MaxPage = 200;

    /// <summary>Rooms that one <c>chat.sync</c> may name.</summary>
    public const int MaxSyncRooms = 1_000;

    /// <summary>Missing events of a room that are still sent one by one; more come as <c>truncated</c>.</summary>
    public const int MaxMissing = 1_000;

    /// <summary>Members up to which a room shows receipts: beyond, everybody's reading would be told to everybody.</summary>
    public const int MaxReceiptMembers = 100;

    /// <summary>How long typing lasts without being repeated.</summary>
    public static readonly TimeSpan TypingTime = TimeSpan.FromSeconds(6);

    /// <summary>After which a sender may try again what could not be stored, milliseconds.</summary>
    public const int RetryAfterMs = 1_000;
}
