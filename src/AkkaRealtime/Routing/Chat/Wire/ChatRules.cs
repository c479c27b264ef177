using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>The shapes and limits of what chat requests carry (protocol §3). A fault names the member of <c>data</c>.</summary>
internal static class ChatRules
{
    /// <summary>Characters of a message. What a frame holds at the default <c>maxMessageBytes</c>, so that in practice the frame is the limit.</summary>
    public const int LongestText = 65_536;

    /// <summary>Characters of a room's name.</summary>
    public const int LongestName = 100;

    /// <summary>Characters of a room's topic.</summary>
    public const int LongestTopic = 1_000;

    /// <summary>Characters of a search or a directory query.</summary>
    public const int LongestQuery = 200;

    /// <summary>Characters of a reaction: the longest emoji sequences (families, flags) and <c>:names:</c> fit.</summary>
    public const int LongestEmoji = 64;

    /// <summary>Users that one request may name.</summary>
    public const int MostUsers = 1_000;

    /// <summary>Members of a room: its owner keeps them all in memory.</summary>
    public const int MostMembers = 100_000;

    /// <summary>Files of a message.</summary>
    public const int MostAttachments = 20;

    /// <summary>Different reactions to a message.</summary>
    public const int MostReactions = 50;

    /// <summary>Entries of a page of history, directory or search; events of a <c>chat.events</c>.</summary>
    public const int LongestPage = 200;

    /// <summary>Rooms that one <c>chat.sync</c> may name.</summary>
    public const int MostSyncRooms = 1_000;

    /// <summary>Missing events of a room that are still sent one by one; more come as <c>truncated</c>.</summary>
    public const int MostMissing = 1_000;

    /// <summary>Members up to which a room shows receipts: beyond, everybody's reading would be told to everybody.</summary>
    public const int MostReceiptMembers = 100;

    /// <summary>How long typing lasts without being repeated.</summary>
    public static readonly TimeSpan TypingTime = TimeSpan.FromSeconds(6);

    /// <summary>After which a sender may try again what could not be stored, milliseconds.</summary>
    public const int RetryAfterMs = 1_000;

    public static RequestError? Room(RoomId? room) => room is { Value: var id } && IdRules.IsServerMade(id)
        ? null
        : RequestError.Bad("room", "\"room\" is the id of a room.");

    public static RequestError? Message(string field, MessageId? id) => id is { Value: var value } && IdRules.IsServerMade(value)
        ? null
        : RequestError.Bad(field, $"\"{field}\" is the id of a message.");

    public static RequestError? OptionalMessage(string field, MessageId? id) => id is null ? null : Message(field, id);

    public static RequestError? User(string field, UserId? user) => user is { Value: var id } && IdRules.IsUser(id)
        ? null
        : RequestError.Bad(field, $"\"{field}\" is a user's id: 1 to 64 of A-Z a-z 0-9 _ . : @ -");

    public static RequestError? Users(string field, IReadOnlyCollection<UserId>? users, bool required)
    {
        if (users is null || users.Count == 0)
            return required ? RequestError.Bad(field, $"\"{field}\" names at least one user.") : null;
        if (users.Count > MostUsers)
            return TooLarge(field, $"\"{field}\" names at most {MostUsers:N0} users.");
        return users.Select(u => User(field, u)).FirstOrDefault(e => e is not null);
    }

    public static RequestError? Key(string? key) => IdRules.IsKey(key)
        ? null
        : RequestError.Bad("key", "\"key\" is 1 to 64 characters that the client chose for this message.");

    public static RequestError? Text(string? text, bool mayBeEmpty) => text switch
    {
        null or "" when mayBeEmpty => null,
        null => RequestError.Bad("text", "\"text\" is missing."),
        { Length: > LongestText } => TooLarge("text", $"\"text\" has at most {LongestText:N0} characters."),
        _ when string.IsNullOrWhiteSpace(text) && !mayBeEmpty => RequestError.Bad("text", "\"text\" is empty."),
        _ => null,
    };

    public static RequestError? Name(string? name, bool required) => name switch
    {
        null => required ? RequestError.Bad("name", "\"name\" is missing.") : null,
        _ when string.IsNullOrWhiteSpace(name) || name.Any(char.IsControl) => RequestError.Bad("name", "\"name\" is a line of text."),
        { Length: > LongestName } => TooLarge("name", $"\"name\" has at most {LongestName} characters."),
        _ => null,
    };

    public static RequestError? Topic(string? topic) => topic is { Length: > LongestTopic }
        ? TooLarge("topic", $"\"topic\" has at most {LongestTopic:N0} characters.")
        : null;

    public static RequestError? Emoji(string? emoji) => emoji switch
    {
        null or "" => RequestError.Bad("emoji", "\"emoji\" is missing."),
        { Length: > LongestEmoji } => TooLarge("emoji", $"\"emoji\" has at most {LongestEmoji} characters."),
        _ when emoji.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) => RequestError.Bad("emoji", "\"emoji\" is one emoji."),
        _ => null,
    };

    public static RequestError? Flag(string field, bool? value) => value is null
        ? RequestError.Bad(field, $"\"{field}\" is true or false.")
        : null;

    public static RequestError? Limit(int? limit) => limit is null or (> 0 and <= LongestPage)
        ? null
        : RequestError.Bad("limit", $"\"limit\" is 1 to {LongestPage}.");

    public static RequestError? Position(string field, long? seq) => seq is null or >= 0
        ? null
        : RequestError.Bad(field, $"\"{field}\" is a position: 0 or more.");

    public static RequestError? Attachments(IReadOnlyList<Attachment>? files)
    {
        if (files is null)
            return null;
        if (files.Count > MostAttachments)
            return TooLarge("attachments", $"A message has at most {MostAttachments} files.");
        return files.Any(f => f is null || !IdRules.IsServerMade(f.Id))
            ? RequestError.Bad("attachments", "Each attachment is what the upload answered; its id is enough.")
            : null;
    }

    public static RequestError TooLarge(string field, string message) => new(ErrorCode.TooLarge, message, field);
}
