using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Admin.Api;

/// <summary>A page of a list; <paramref name="Next"/> is the <c>after</c> of the next one, absent on the last.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>A user of a list.</summary>
internal sealed record UserItem(string Id, string Name, [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? LastSeen);

/// <summary>A user: who they are, where they are connected now, and their rooms.</summary>
internal sealed record UserDetails(
    string Id,
    string Name,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? LastSeen,
    string? Picture,
    bool Connected,
    IReadOnlyList<SessionItem> Sessions,
    IReadOnlyList<UserRoom> Rooms,
    ErasureState? Erasure);

/// <summary>A connection: since when, what the client calls itself, and the token that it lives by, as a revocation names it.</summary>
internal sealed record SessionItem(
    string Session, string Device, string Node, [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? Since, string? Agent, string? Token);

/// <summary>A room of a user.</summary>
internal sealed record UserRoom(string Id, string Kind, string Name, string Role, long Unread);

/// <summary>How many connections were told to close, and the revocation by which they don't come back.</summary>
internal sealed record Revoked(int Sessions, string Revocation);

/// <summary>An erasure: <c>running</c> or <c>finished</c>.</summary>
internal sealed record ErasureState(
    string User,
    string State,
    string Phase,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset RequestedAt,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? FinishedAt,
    long Events)
{
    /// <summary>As the API shows it.</summary>
    public static ErasureState Of(Erasure erasure) => new(
        erasure.User.Value,
        erasure.FinishedAt is null ? "running" : "finished",
        JsonNamingPolicy.CamelCase.ConvertName(erasure.Phase.ToString()),
        erasure.RequestedAt,
        erasure.FinishedAt,
        erasure.Events);
}

/// <summary>A room.</summary>
internal sealed record RoomItem(
    string Id,
    string Kind,
    string Name,
    string Topic,
    int Members,
    long Head,
    long Messages,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset CreatedAt,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset ActiveAt,
    RetentionState Retention)
{
    /// <summary>As the API shows it.</summary>
    public static RoomItem Of(RoomEntry room, int defaultDays) => new(
        room.Id.Value, room.Kind, room.Name, room.Topic, room.Members, room.Head, room.Messages, room.CreatedAt, room.ActiveAt, RetentionState.Of(room, defaultDays));
}

/// <summary>For how many days a room keeps what is said (0: for ever), whether that is its own, and up to which <c>seq</c> it is gone.</summary>
internal sealed record RetentionState(int Days, bool Own, long ExpiredUpTo)
{
    /// <summary>As the API shows it.</summary>
    public static RetentionState Of(RoomEntry room, int defaultDays) => new(room.KeepDays ?? defaultDays, room.KeepDays is not null, room.Expired);
}

/// <summary>A member of a room.</summary>
internal sealed record MemberItem(string User, string? Name, string Role, long Read);

/// <summary>Who may not be in a room: by whom, until when (null: without an end), and what they were told of why.</summary>
internal sealed record BanItem(
    string User,
    string Name,
    string By,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? Until,
    string? Reason);

/// <summary>A ban: what who is banned is told of why, and when it ends by itself; without an end where <c>until</c> is left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record BanBody(string? Reason = null, [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? Until = null);

/// <summary>A room to be made; its owner needs not have signed in yet.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewRoomBody(string? Kind, string? Name, string? Owner, string? Topic = null, IReadOnlyList<string>? Members = null, string? Key = null);

/// <summary>What to change of a room.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RoomPatch(
    string? Name = null, string? Topic = null, IReadOnlyDictionary<string, string>? Roles = null, int? SlowModeSeconds = null, string? PostRole = null);

/// <summary>Users to bring in.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record UsersBody(IReadOnlyList<string>? Users);

/// <summary>What a user is called.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record UserBody(string? Name);

/// <summary>What a user is called now.</summary>
internal sealed record NamedUser(string Id, string Name);

/// <summary>Somebody types, or has stopped.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TypingBody(bool? On, string? User);

/// <summary>A message to send; <c>user</c> is <c>system</c> where it is left out. The same <c>key</c> again sends nothing new. <c>attachments</c> are ids of files that the same user has uploaded to the room.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewMessage(
    string? Text, string? Key = null, string? User = null, string? ReplyTo = null, string? Thread = null, IReadOnlyList<string>? Mentions = null,
    string? Audience = null, IReadOnlyList<string>? Attachments = null, JsonElement? Data = null);

/// <summary>The new text of a message; <c>user</c> is its author, <c>system</c> where it is left out.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MessagePatch(string? Text, string? User = null);

/// <summary>Some of a room's messages, the oldest first; <c>more</c>: there are others in the direction that was asked for.</summary>
internal sealed record MessageList(IReadOnlyList<MessageItem> Messages, bool More);

/// <summary>A message as it stands now.</summary>
internal sealed record MessageItem(
    string Id,
    long Seq,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    string By,
    string Key,
    string Text,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? EditedAt,
    bool Deleted,
    string? ReplyTo,
    string? Thread,
    bool Pinned,
    IReadOnlyList<string> Mentions,
    IReadOnlyList<FileItem> Attachments,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Reactions,
    JsonElement? Data)
{
    /// <summary>As the API shows it.</summary>
    public static MessageItem Of(MessageView message) => new(
        message.Id.Value,
        message.Seq,
        message.At,
        message.By.Value,
        message.Key,
        message.Text,
        message.EditedAt,
        message.Deleted == true,
        message.ReplyTo?.Value,
        message.Thread?.Value,
        message.Pinned == true,
        [.. message.Mentions.Select(user => user.Value)],
        [.. message.Attachments.Select(file => new FileItem(file.Id, file.Name, file.Type, file.Size, file.Url))],
        message.Reactions.ToDictionary(r => r.Key, IReadOnlyList<string> (r) => [.. r.Value.Select(user => user.Value)]),
        message.Data);
}

/// <summary>All that a message has said, the first text first.</summary>
internal sealed record RevisionList(IReadOnlyList<RevisionItem> Revisions);

/// <summary>What a message said from then on.</summary>
internal sealed record RevisionItem(string Text, [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At)
{
    /// <summary>What a stored message or edit says; null where that was emptied.</summary>
    public static RevisionItem? Of(EncodedEnvelope stored) => RoomEventJson.TryDecode(stored.Utf8) switch
    {
        ChatMessage { Deleted: not true } sent => new RevisionItem(sent.Text, sent.At),
        ChatEdited { Text.Length: > 0 } edited => new RevisionItem(edited.Text, edited.At),
        _ => null,
    };
}

/// <summary>A message that a user has reported; what it says is asked for by room and message.</summary>
internal sealed record ReportItem(
    string Id,
    string Room,
    string Message,
    string Author,
    string By,
    [property: JsonConverter(typeof(WireTimeConverter))] DateTimeOffset At,
    string? Reason,
    [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? ResolvedAt,
    string? Note)
{
    /// <summary>As the API shows it.</summary>
    public static ReportItem Of(Report report) => new(
        report.Id, report.Room.Value, report.Message.Value, report.Author.Value, report.By.Value, report.At, report.Reason, report.ResolvedAt, report.Note);
}

/// <summary>What came of a report.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ResolutionBody(string? Note = null);

/// <summary>A file of a message.</summary>
internal sealed record FileItem(string Id, string Name, string Type, long Size, string Url);

/// <summary>A message that is stored.</summary>
internal sealed record SentMessage(string Room, string Id, long Seq, [property: JsonConverter(typeof(OptionalWireTime))] DateTimeOffset? At, bool Duplicate);

/// <summary>A change that is stored, and its place in the room's log.</summary>
internal sealed record Changed(string Room, long Seq);

/// <summary>Days; 0 for ever.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RetentionBody(int? Days);

/// <summary>The node that answers, its cluster, and what the store holds.</summary>
internal sealed record Stats(string Node, int Connections, bool Draining, IReadOnlyList<NodeItem> Cluster, long Users, long Rooms, long Messages);

/// <summary>A node of the cluster.</summary>
internal sealed record NodeItem(string Address, string Status);

/// <summary>Times that may be missing, as on the wire.</summary>
internal sealed class OptionalWireTime : JsonConverter<DateTimeOffset?>
{
    private static readonly WireTimeConverter Wire = new();

    /// <inheritdoc/>
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Wire.Read(ref reader, typeof(DateTimeOffset), options);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } at)
            Wire.Write(writer, at, options);
        else
            writer.WriteNullValue();
    }
}
