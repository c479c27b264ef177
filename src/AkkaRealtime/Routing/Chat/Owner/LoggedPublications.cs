using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Publications of stored events, as they went out the first time.</summary>
internal static class LoggedPublications
{
    // EnvelopeWriter puts the type first: no need to decode every event to find the few who leave.
    private static ReadOnlySpan<byte> LeftEnvelope => "{\"type\":\"chat.left\""u8;

    /// <summary>The events of a room as they went out the first time.</summary>
    public static IReadOnlyList<Publication> Of(RoomId room, IReadOnlyList<StoredEvent> events)
    {
        var topic = Topic.Of(room);
        var publications = new Publication[events.Count];
        for (var i = 0; i < publications.Length; i++)
            publications[i] = new Publication(topic, events[i].Seq, events[i].Envelope, Leaves(events[i].Envelope));
        return publications;
    }

    private static UserId? Leaves(EncodedEnvelope envelope) =>
        envelope.Utf8.Span.StartsWith(LeftEnvelope) && RoomEventJson.Decode(envelope.Utf8) is ChatLeft left ? left.User : null;
}
