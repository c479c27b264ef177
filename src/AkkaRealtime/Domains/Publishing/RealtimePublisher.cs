using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>Hands events to the owners of users, rooms and topics, and what is for everybody to this node's router.</summary>
internal sealed class RealtimePublisher(EventTargets targets, JsonSerializerOptions options, TopicRules topics) : IRealtimePublisher
{
    /// <inheritdoc/>
    public Task ToUserAsync<T>(UserId user, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        if (!IdRules.IsUser(user.Value))
            throw new ArgumentException($"'{user}' can't be the id of a user.", nameof(user));
        return Send(OwnEvent.To(user, type, Encode(type, data, json)));
    }

    /// <inheritdoc/>
    public Task ToRoomAsync<T>(RoomId room, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        if (!IdRules.IsServerMade(room.Value))
            throw new ArgumentException($"'{room}' can't be the id of a room.", nameof(room));
        return Send(OwnEvent.To(room, type, Encode(type, data, json)));
    }

    /// <inheritdoc/>
    public Task ToTopicAsync<T>(string topic, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        if (topics.Fault(topic) is { } fault)
            throw new ArgumentException(fault, nameof(topic));
        return Send(OwnEvent.ToTopic(topic, type, Encode(type, data, json)));
    }

    /// <inheritdoc/>
    public Task ToEverybodyAsync<T>(string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull => Send(OwnEvent.ToEverybody(type, Encode(type, data, json)));

    private EncodedJson Encode<T>(string type, T data, JsonTypeInfo<T>? json)
        where T : notnull
    {
        WireTypes.Check(type, nameof(type));
        return EventJson.Encode(data, options, json);
    }

    private Task Send(OwnEvent sent)
    {
        targets.Send(sent);
        return Task.CompletedTask;
    }
}
