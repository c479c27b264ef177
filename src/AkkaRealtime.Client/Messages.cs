using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaRealtime.Client;

/// <summary>What <c>session.ready</c> says.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="User">Who is signed in.</param>
/// <param name="Device">The device.</param>
/// <param name="Epoch">Names the server's store: another one has other rooms and numbers.</param>
/// <param name="ServerTime">The server's clock.</param>
public sealed record Session(string SessionId, SessionUser User, string Device, string Epoch, DateTimeOffset ServerTime)
{
    /// <summary>A ticket to come back with.</summary>
    [JsonInclude]
    internal string? Resume { get; init; }
}

/// <summary>Who is signed in.</summary>
public sealed record SessionUser(string Id, string Name);

/// <summary>A room as its user sees it. Members that are not here are left out (protocol §3, "Objects").</summary>
public sealed record Room(string Id, string Kind, string Name, string Topic, int Members, long Head, long Read, long Unread, string? Role = null);

/// <summary>A message in its current state.</summary>
public sealed record Message(string Id, long Seq, DateTimeOffset At, string By, string Key, string Text, DateTimeOffset? EditedAt = null, bool Deleted = false, string? ReplyTo = null, string? Thread = null)
{
    /// <summary>What its links lead to. Null: nothing that is known; empty: nothing that is to be shown.</summary>
    public IReadOnlyList<LinkPreview>? Previews { get; init; }

    /// <summary>What its sender's app says with it, an object; null: nothing.</summary>
    public JsonElement? Data { get; init; }
}

/// <summary>What a link of a message leads to, as the page there says of itself: texts of strangers.</summary>
/// <param name="Url">The link, as it stands in the text.</param>
/// <param name="Site">What the site calls itself, or its host.</param>
/// <param name="Title">What the page is called.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Image">Its picture, which the server has fetched.</param>
public sealed record LinkPreview(string Url, string? Site = null, string? Title = null, string? Description = null, LinkImage? Image = null);

/// <summary>The picture of a preview, a file of the room.</summary>
/// <param name="Url">Where it is fetched, from the server.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
public sealed record LinkImage(string Url, string Type, long Size, int? Width = null, int? Height = null);

/// <summary>The answer to a message that was sent: it is stored.</summary>
public sealed record Sent(string Room, long Seq, string Id, string Key, DateTimeOffset At, bool Duplicate);

/// <summary>A page of a room's history.</summary>
public sealed record History(string Room, IReadOnlyList<Message> Messages, long Head, bool More);

/// <summary>An event of a room's log. Of one room they come in the order of <see cref="Seq"/>, each once, without gaps.</summary>
/// <param name="Type">Its type, such as <c>chat.message</c>, or one of the host's own.</param>
/// <param name="Room">The room.</param>
/// <param name="Seq">Its place in the log.</param>
/// <param name="Data">All that it says.</param>
public sealed record RoomEvent(string Type, string Room, long Seq, JsonElement Data)
{
    /// <summary>The text, of a message or its edit; null for others.</summary>
    public string? Text => Data.TryGetProperty("text", out var text) ? text.GetString() : null;

    /// <summary>Who did it.</summary>
    public string? By => Data.TryGetProperty("by", out var by) ? by.GetString() : null;
}

/// <summary>A user's status.</summary>
public sealed record UserStatus(string User, string Status, string? Text = null, string? Emoji = null, DateTimeOffset? LastSeen = null, bool InCall = false);

/// <summary>Somebody whom the user has blocked.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">What they are called; their id where they never signed in.</param>
/// <param name="At">Since when.</param>
public sealed record BlockedPerson(string User, string Name, DateTimeOffset At);

/// <summary>Whether the user has blocked somebody from now on.</summary>
/// <param name="User">Who.</param>
/// <param name="On">False: not any more.</param>
public sealed record BlockChange(string User, bool On);

/// <summary>What <c>error</c> says.</summary>
internal sealed record ErrorData(string Code, string Message, string? Ref = null, string? Field = null, int? RetryAfterMs = null);

internal sealed record AuthData(string Token);

internal sealed record DrainingData(int ReconnectAfterMs);

internal sealed record LaggingData(IReadOnlyList<string> Rooms);

internal sealed record NoData;

internal sealed record RoomsRequest(int Limit, string? Cursor);

internal sealed record RoomsReply(IReadOnlyList<Room> Rooms, string? Next);

internal sealed record RoomReply(Room Room);

internal sealed record CreateRequest(string Kind, string Name, IReadOnlyList<string>? Members, string? Topic);

internal sealed record DirectRequest(string User);

internal sealed record SendRequest(string Room, string Key, string Text, string? ReplyTo, string? Thread, IReadOnlyList<string>? Mentions, string? Audience, bool? Previews, JsonElement? Data);

internal sealed record ReadRequest(string Room, long Seq);

internal sealed record OkReply(string Room, long Seq);

internal sealed record HistoryRequest(string Room, long? Before, long? After, int Limit);

internal sealed record SyncRequest(IReadOnlyDictionary<string, long> Rooms);

internal sealed record SyncedReply;

internal sealed record EventsPage(string Room, IReadOnlyList<Envelope> Events, long Head, bool Truncated);

internal sealed record Envelope(string Type, JsonElement Data);

internal sealed record StatusSetRequest(string Status, string? Text, string? Emoji, DateTimeOffset? ClearAt);

internal sealed record UsersRequest(IReadOnlyList<string> Users);

internal sealed record StatusesData(IReadOnlyList<UserStatus> Users, IReadOnlyList<string>? Refused);

internal sealed record BlockRequest(string User);

internal sealed record BlocksRequest(string? After, int Limit);

internal sealed record BlocksReply(IReadOnlyList<BlockedPerson> People, bool More);

/// <summary>The JSON of the protocol.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Session))]
[JsonSerializable(typeof(ErrorData))]
[JsonSerializable(typeof(AuthData))]
[JsonSerializable(typeof(DrainingData))]
[JsonSerializable(typeof(LaggingData))]
[JsonSerializable(typeof(NoData))]
[JsonSerializable(typeof(RoomsRequest))]
[JsonSerializable(typeof(RoomsReply))]
[JsonSerializable(typeof(RoomReply))]
[JsonSerializable(typeof(CreateRequest))]
[JsonSerializable(typeof(DirectRequest))]
[JsonSerializable(typeof(SendRequest))]
[JsonSerializable(typeof(Sent))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(OkReply))]
[JsonSerializable(typeof(HistoryRequest))]
[JsonSerializable(typeof(History))]
[JsonSerializable(typeof(SyncRequest))]
[JsonSerializable(typeof(SyncedReply))]
[JsonSerializable(typeof(EventsPage))]
[JsonSerializable(typeof(StatusSetRequest))]
[JsonSerializable(typeof(UserStatus))]
[JsonSerializable(typeof(UsersRequest))]
[JsonSerializable(typeof(StatusesData))]
[JsonSerializable(typeof(BlockRequest))]
[JsonSerializable(typeof(BlockChange))]
[JsonSerializable(typeof(BlocksRequest))]
[JsonSerializable(typeof(BlocksReply))]
internal sealed partial class ClientJson : JsonSerializerContext;
