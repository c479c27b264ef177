using System.Runtime.InteropServices;
using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>
/// Checks of what chat requests carry (protocol §3). Each returns null where all is well, otherwise an error that names the invalid member of <c>data</c>.
/// </summary>
internal static class ChatValidation
{
    public static RequestError? Room(RoomId? room) => room is { Value: var id } && IdRules.IsServerMade(id)
        ? null
        : RequestError.Bad("room", "\"room\" must be the id of a room.");

    public static RequestError? Message(string field, MessageId? id) => id is { Value: var value } && IdRules.IsServerMade(value)
        ? null
        : RequestError.Bad(field, $"\"{field}\" must be the id of a message.");

    public static RequestError? OptionalMessage(string field, MessageId? id) => id is null ? null : Message(field, id);

    public static RequestError? User(string field, UserId? user) => user is { Value: var id } && IdRules.IsUser(id)
        ? null
        : RequestError.Bad(field, $"\"{field}\" must be a user id: [A-Za-z0-9_.:@-]{{1,64}}.");

    /// <summary>Somebody who may be invited: not the server itself.</summary>
    public static RequestError? Person(string field, UserId? user) => User(field, user)
        ?? (IdRules.IsReserved(user!.Value.Value) ? RequestError.Bad(field, $"\"{user}\" is not a user: the server itself goes by that id.") : null);

    /// <summary>The same for each of several; see <see cref="Users"/>.</summary>
    public static RequestError? People(string field, IReadOnlyCollection<UserId>? users, bool required) =>
        Users(field, users, required) ?? users?.Select(u => Person(field, u)).FirstOrDefault(e => e is not null);

    public static RequestError? Users(string field, IReadOnlyCollection<UserId>? users, bool required)
    {
        if (users is null || users.Count == 0)
            return required ? RequestError.Bad(field, $"\"{field}\" must name at least one user.") : null;
        if (users.Count > ChatLimits.MaxUsers)
            return TooLarge(field, $"\"{field}\" can name at most {ChatLimits.MaxUsers:N0} users.");
        return users.Select(u => User(field, u)).FirstOrDefault(e => e is not null);
    }

    public static RequestError? Key(string? key, string purpose = "send the same message") => IdRules.IsKey(key)
        ? null
        : RequestError.Bad("key", $"\"key\" must be a string of 1 to 64 characters, the same for every attempt to {purpose}.");

    public static RequestError? Text(string? text, bool mayBeEmpty) => text switch
    {
        null or "" when mayBeEmpty => null,
        null => RequestError.Bad("text", "\"text\" is missing."),
        { Length: > ChatLimits.MaxText } => TooLarge("text", $"\"text\" can have at most {ChatLimits.MaxText:N0} characters."),
        _ when !mayBeEmpty && !VisibleText.IsIn(text) => RequestError.Bad("text", "\"text\" is empty."),
        _ => null,
    };

    public static RequestError? Name(string? name, bool required) => name switch
    {
        null => required ? RequestError.Bad("name", "\"name\" is missing.") : null,
        _ when !VisibleText.IsIn(name) || name.Any(char.IsControl) => RequestError.Bad("name", "\"name\" must be a single line of text."),
        { Length: > ChatLimits.MaxName } => TooLarge("name", $"\"name\" can have at most {ChatLimits.MaxName} characters."),
        _ => null,
    };

    public static RequestError? Topic(string? topic) => topic is { Length: > ChatLimits.MaxTopic }
        ? TooLarge("topic", $"\"topic\" can have at most {ChatLimits.MaxTopic:N0} characters.")
        : null;

    public static RequestError? Emoji(string? emoji) => emoji switch
    {
        null or "" => RequestError.Bad("emoji", "\"emoji\" is missing."),
        { Length: > ChatLimits.MaxEmoji } => TooLarge("emoji", $"\"emoji\" can have at most {ChatLimits.MaxEmoji} characters."),
        _ when emoji.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)) => RequestError.Bad("emoji", "\"emoji\" must be a single emoji."),
        _ => null,
    };

    public static RequestError? Flag(string field, bool? value) => value is null
        ? RequestError.Bad(field, $"\"{field}\" must be true or false.")
        : null;

    public static RequestError? Limit(int? limit) => limit is null or (> 0 and <= ChatLimits.MaxPage)
        ? null
        : RequestError.Bad("limit", $"\"limit\" must be 1 to {ChatLimits.MaxPage}.");

    public static RequestError? Position(string field, long? seq) => seq is null or >= 0
        ? null
        : RequestError.Bad(field, $"\"{field}\" must be a position: 0 or more.");

    public static RequestError? Attachments(IReadOnlyList<Attachment>? files)
    {
        if (files is null)
            return null;
        if (files.Count > ChatLimits.MaxAttachments)
            return TooLarge("attachments", $"A message can have at most {ChatLimits.MaxAttachments} files.");
        if (files.Any(f => f is null || !IdRules.IsServerMade(f.Id)))
            return RequestError.Bad("attachments", "Each of \"attachments\" must be an uploaded file; its \"id\" is enough.");
        return files.All(f => f.Voice is null or { IsValid: true })
            ? null
            : RequestError.Bad("attachments", $"The \"voice\" of an attachment is {{\"ms\", \"peaks\"}}: more than 0 milliseconds, and at most {VoiceDetails.MostPeaks} numbers from 0 to 100.");
    }

    /// <summary>What an app says with a message.</summary>
    public static RequestError? Data(JsonElement? data)
    {
        if (data is not { } given)
            return null;
        if (given.ValueKind != JsonValueKind.Object)
            return RequestError.Bad("data", "\"data\" must be an object.");
        var utf8 = JsonMarshal.GetRawUtf8Value(given);
        if (utf8.Length > ChatLimits.MaxDataBytes)
            return TooLarge("data", $"\"data\" can have at most {ChatLimits.MaxDataBytes:N0} bytes.");
        var reader = new Utf8JsonReader(utf8);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= ChatLimits.MaxDataDepth)
                return TooLarge("data", $"\"data\" can be nested {ChatLimits.MaxDataDepth} deep at most.");
        }

        return null;
    }

    public static RequestError TooLarge(string field, string message) => new(ErrorCode.TooLarge, message, field);
}
