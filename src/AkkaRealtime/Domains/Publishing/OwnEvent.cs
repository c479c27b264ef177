using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Sessions;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>An event of the host's, checked and encoded: what its destination is told. Exactly one of the members is there.</summary>
/// <param name="User">To a user.</param>
/// <param name="Room">To a room.</param>
/// <param name="Topic">To a topic.</param>
/// <param name="Everybody">To everybody.</param>
internal sealed record OwnEvent(TellUser? User = null, TellRoom? Room = null, PublishToTopic? Topic = null, EncodedEnvelope? Everybody = null)
{
    /// <summary>To a user.</summary>
    public static OwnEvent To(UserId user, string type, EncodedJson data) => new(User: new TellUser(user, EventJson.Envelope(type, data)));

    /// <summary>To a room.</summary>
    public static OwnEvent To(RoomId room, string type, EncodedJson data) => new(Room: new TellRoom(room, EventJson.Envelope(type, data)));

    /// <summary>To a topic.</summary>
    public static OwnEvent ToTopic(string topic, string type, EncodedJson data) => new(Topic: new PublishToTopic(topic, type, data));

    /// <summary>To everybody.</summary>
    public static OwnEvent ToEverybody(string type, EncodedJson data) => new(Everybody: EventJson.Envelope(type, data));
}
