using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>To whom events are handed; asked for with each event.</summary>
/// <param name="Users">The region of users.</param>
/// <param name="Rooms">The region of rooms.</param>
/// <param name="Topics">The region of topics.</param>
/// <param name="Everybody">This node's router, for what is meant for everybody.</param>
internal sealed record PublisherTargets(Func<IActorRef> Users, Func<IActorRef> Rooms, Func<IActorRef> Topics, Func<IActorRef> Everybody);

/// <summary>Hands events to the owners of users, rooms and topics, and what is for everybody to this node's router.</summary>
internal sealed class RealtimePublisher(PublisherTargets targets, JsonSerializerOptions options, TopicRules topics) : IRealtimePublisher
{
    /// <inheritdoc/>
    public Task ToUserAsync<T>(UserId user, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        if (!IdRules.IsUser(user.Value))
            throw new ArgumentException($"'{user}' can't be the id of a user.", nameof(user));
        targets.Users().Tell(new TellUser(user, Envelope(type, data, json)), ActorRefs.NoSender);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ToRoomAsync<T>(RoomId room, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        if (!IdRules.IsServerMade(room.Value))
            throw new ArgumentException($"'{room}' can't be the id of a room.", nameof(room));
        targets.Rooms().Tell(new TellRoom(room, Envelope(type, data, json)), ActorRefs.NoSender);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ToTopicAsync<T>(string topic, string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        WireTypes.Check(type, nameof(type));
        if (topics.Fault(topic) is { } fault)
            throw new ArgumentException(fault, nameof(topic));
        targets.Topics().Tell(new PublishToTopic(topic, type, EventJson.Encode(data, options, json)), ActorRefs.NoSender);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ToEverybodyAsync<T>(string type, T data, JsonTypeInfo<T>? json = null)
        where T : notnull
    {
        targets.Everybody().Tell(new PublishToEverybody(Envelope(type, data, json)), ActorRefs.NoSender);
        return Task.CompletedTask;
    }

    private EncodedEnvelope Envelope<T>(string type, T data, JsonTypeInfo<T>? json)
        where T : notnull
    {
        WireTypes.Check(type, nameof(type));
        return EventJson.Envelope(type, EventJson.Encode(data, options, json));
    }
}
