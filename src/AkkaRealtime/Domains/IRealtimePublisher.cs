using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>
/// Sends events of the host's own to clients, from any node to connections on all nodes; taken from the services of the host. Every event is
/// encoded once. The tasks complete as soon as an event is on its way: it arrives at most once, in the order of the calls, and nothing is kept for
/// who is not connected (a topic may keep its last events, see <see cref="TopicOptions.Keep"/>).
/// </summary>
/// <remarks>
/// <c>data</c> is written as a JSON object, with the options of <see cref="RealtimeBuilder.Json"/> or by the <see cref="JsonTypeInfo{T}"/> that is
/// passed, and may take <see cref="MaxDataBytes"/>. All methods throw <see cref="ArgumentException"/> where the type is not one of the host's (see
/// <see cref="RealtimeBuilder.Handle{TRequest, TReply}(string, string, Func{Caller, TRequest, CancellationToken, Task{Reply{TReply}}})"/>), where an id
/// can't be one, and where the data is no object, too large, or would be taken for something else by clients: a reply where it has a member <c>ref</c>, an
/// event of a room's log where it has all of <c>room</c>, <c>seq</c>, <c>at</c> and <c>by</c>.
/// </remarks>
public interface IRealtimePublisher
{
    /// <summary>The most that the data of an event may take, bytes of JSON.</summary>
    const int MaxDataBytes = 262_144;

    /// <summary>To all connections of a user.</summary>
    Task ToUserAsync<T>(UserId user, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull;

    /// <summary>To everybody who follows a room: its members, and who watches it where it is a channel.</summary>
    Task ToRoomAsync<T>(RoomId room, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull;

    /// <summary>To everybody who subscribed to a topic, as <c>topic.message {topic, seq?, epoch?, type, data}</c>. The host has to know the topic (<see cref="RealtimeBuilder.Topic"/>, <see cref="RealtimeOptions.Topics"/>).</summary>
    Task ToTopicAsync<T>(string topic, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull;

    /// <summary>To everybody who is connected.</summary>
    Task ToEverybodyAsync<T>(string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull;
}
