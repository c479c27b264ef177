using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Subscriptions;

/// <summary>A client's request about one topic.</summary>
internal interface ITopicRequest : IRequest
{
    /// <summary>The topic; there once it is valid.</summary>
    string? Topic { get; }
}

/// <summary><c>topic.subscribe</c>: follow a topic; with <paramref name="After"/>, from there on.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="After">The last <c>seq</c> that the client has seen.</param>
/// <param name="Epoch">What <c>topic.subscribed</c> said when it did.</param>
internal sealed record TopicSubscribeRequest(string? Topic, long? After, string? Epoch) : ITopicRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    /// <inheritdoc/>
    public RequestError? Validate()
    {
        if (!TopicRules.IsName(Topic))
            return TopicErrors.BadName;
        if (After < 0)
            return RequestError.Bad("after", "\"after\" is the last \"seq\" that was seen.");
        return Epoch is null || IdRules.IsKey(Epoch) ? null : RequestError.Bad("epoch", "\"epoch\" is what topic.subscribed said.");
    }
}

/// <summary><c>topic.unsubscribe</c>: follow it no more.</summary>
internal sealed record TopicUnsubscribeRequest(string? Topic) : ITopicRequest
{
    /// <inheritdoc/>
    public RequestError? Validate() => TopicRules.IsName(Topic) ? null : TopicErrors.BadName;
}

/// <summary>Refusals of requests about topics.</summary>
internal static class TopicErrors
{
    /// <summary>No topic can have that name.</summary>
    public static RequestError BadName { get; } = RequestError.Bad("topic", "\"topic\" is 1 to 128 characters of A–Z, a–z, 0–9, _ . : @ / and -.");
}

/// <summary>Every <c>topic.…</c> that a client may send.</summary>
internal static class TopicRequests
{
    /// <summary>For the <see cref="RequestCatalog"/>.</summary>
    public static IEnumerable<RequestType> Types { get; } =
    [
        RequestType.Of("topic.subscribe", () => TopicJson.Default.TopicSubscribeRequest),
        RequestType.Of("topic.unsubscribe", () => TopicJson.Default.TopicUnsubscribeRequest),
    ];
}

/// <summary>The JSON of topics on the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TopicSubscribeRequest))]
[JsonSerializable(typeof(TopicUnsubscribeRequest))]
[JsonSerializable(typeof(TopicSubscribed))]
[JsonSerializable(typeof(TopicUnsubscribed))]
[JsonSerializable(typeof(TopicMessage))]
internal sealed partial class TopicJson : JsonSerializerContext;
