using System.Text.Json.Serialization;

namespace AkkaRealtime.Envelopes;

/// <summary>A typed identifier: a string on the wire, a type of its own in code, so that a room can't be passed for a user.</summary>
/// <typeparam name="TSelf">The identifier itself.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The characters on the wire. Null only in a default value, which means "missing".</summary>
    string Value { get; }

    /// <summary>Wraps <paramref name="value"/> without checking it.</summary>
    static abstract TSelf From(string value);
}

/// <summary>A user: the <c>sub</c> of the token, <c>[A-Za-z0-9_.:@-]{1,64}</c> (protocol §1).</summary>
[JsonConverter(typeof(IdJsonConverter<UserId>))]
public readonly record struct UserId(string Value) : IId<UserId>
{
    /// <inheritdoc/>
    public static UserId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A room, made by the server: a UUIDv7 without dashes, sortable by time (protocol §1).</summary>
[JsonConverter(typeof(IdJsonConverter<RoomId>))]
public readonly record struct RoomId(string Value) : IId<RoomId>
{
    /// <inheritdoc/>
    public static RoomId From(string value) => new(value);

    /// <summary>A new id for a room created at <paramref name="at"/>.</summary>
    public static RoomId New(DateTimeOffset at) => new(TimeOrderedId.New(at));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A message, made by the server: a UUIDv7 without dashes, sortable by time (protocol §1).</summary>
[JsonConverter(typeof(IdJsonConverter<MessageId>))]
public readonly record struct MessageId(string Value) : IId<MessageId>
{
    /// <inheritdoc/>
    public static MessageId From(string value) => new(value);

    /// <summary>A new id for a message accepted at <paramref name="at"/>.</summary>
    public static MessageId New(DateTimeOffset at) => new(TimeOrderedId.New(at));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>An uploaded file, made by the server: a UUIDv7 without dashes, sortable by time (protocol §6).</summary>
[JsonConverter(typeof(IdJsonConverter<FileId>))]
public readonly record struct FileId(string Value) : IId<FileId>
{
    /// <inheritdoc/>
    public static FileId From(string value) => new(value);

    /// <summary>A new id for a file received at <paramref name="at"/>.</summary>
    public static FileId New(DateTimeOffset at) => new(TimeOrderedId.New(at));

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A user's browser profile, chosen by the client: <c>[A-Za-z0-9_-]{1,64}</c> (protocol §1).</summary>
[JsonConverter(typeof(IdJsonConverter<DeviceId>))]
public readonly record struct DeviceId(string Value) : IId<DeviceId>
{
    /// <inheritdoc/>
    public static DeviceId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>What one <c>session.ready</c> announced; one per connection (protocol §2).</summary>
[JsonConverter(typeof(IdJsonConverter<SessionId>))]
public readonly record struct SessionId(string Value) : IId<SessionId>
{
    /// <inheritdoc/>
    public static SessionId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>A call (protocol §4): the id of its room, a dot, and a UUIDv7, so that every request finds the owner of the room's calls.</summary>
[JsonConverter(typeof(IdJsonConverter<CallId>))]
public readonly record struct CallId(string Value) : IId<CallId>
{
    /// <inheritdoc/>
    public static CallId From(string value) => new(value);

    /// <summary>A new call of <paramref name="room"/>, started at <paramref name="at"/>.</summary>
    public static CallId New(RoomId room, DateTimeOffset at) => new($"{room.Value}.{TimeOrderedId.New(at)}");

    /// <summary>The room that the call belongs to, or null where this is no id of ours.</summary>
    public RoomId? Room => Value.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? new RoomId(Value[..dot]) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
