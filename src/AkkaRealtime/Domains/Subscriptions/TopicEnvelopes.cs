using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary><c>topic.subscribed</c>.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Head">The last <c>seq</c>; 0 where nothing is kept.</param>
/// <param name="Epoch">Names the numbering.</param>
/// <param name="Recovered">Whether <paramref name="Messages"/> are all that came after what the client had.</param>
/// <param name="Messages">What it missed.</param>
internal sealed record TopicSubscribed(string Topic, long Head, string Epoch, bool Recovered, IReadOnlyList<TopicEvent> Messages);

/// <summary>An event that a topic keeps.</summary>
internal sealed record TopicEvent(long Seq, string Type, EncodedJson Data);

/// <summary><c>topic.unsubscribed</c>.</summary>
internal sealed record TopicUnsubscribed(string Topic);

/// <summary><c>topic.message</c>.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Seq">Its number, where the topic keeps it.</param>
/// <param name="Epoch">The numbering of <paramref name="Seq"/>: a client that followed before knows by it that a new owner numbers from 1 again.</param>
/// <param name="Type">The host's.</param>
/// <param name="Data">The host's.</param>
internal sealed record TopicMessage(string Topic, long? Seq, string? Epoch, string Type, EncodedJson Data);

/// <summary>What is said of topics, as envelopes.</summary>
internal static class TopicEnvelopes
{
    /// <summary>The reply to <c>topic.subscribe</c>.</summary>
    public static EncodedEnvelope Subscribed(TopicSubscribed data, string? @ref) =>
        EnvelopeWriter.Write("topic.subscribed", data, TopicJson.Default.TopicSubscribed, @ref);

    /// <summary>The reply to <c>topic.unsubscribe</c>.</summary>
    public static EncodedEnvelope Unsubscribed(string topic, string? @ref) =>
        EnvelopeWriter.Write("topic.unsubscribed", new TopicUnsubscribed(topic), TopicJson.Default.TopicUnsubscribed, @ref);

    /// <summary>An event of a topic, for all who follow it.</summary>
    public static EncodedEnvelope Message(TopicMessage data) => EnvelopeWriter.Write("topic.message", data, TopicJson.Default.TopicMessage);
}
