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

    private static ReadOnlySpan<byte> BannedEnvelope => "{\"type\":\"chat.banned\""u8;

    /// <summary>The events of a room as they went out the first time.</summary>
    public static IReadOnlyList<Publication> Of(RoomId room, IReadOnlyList<StoredEvent> events)
    {
        var topic = Topic.Of(room);
        var publications = new Publication[events.Count];
        for (var i = 0; i < publications.Length; i++)
            publications[i] = new Publication(topic, events[i].Seq, events[i].Envelope, Leaves(events[i].Envelope));
        return publications;
    }

    /// <summary>Whose connections are taken off the room behind this event: who leaves, and who only watched and is banned.</summary>
    public static UserId? Leaves(LogEvent e) => e switch
    {
        ChatLeft left => left.User,
        ChatBanned { On: true } banned => banned.User,
        _ => null,
    };

    private static UserId? Leaves(EncodedEnvelope envelope) =>
        envelope.Utf8.Span.StartsWith(LeftEnvelope) || envelope.Utf8.Span.StartsWith(BannedEnvelope) ? Leaves(RoomEventJson.Decode(envelope.Utf8)) : null;
}
