using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary><c>session.lagging</c> of protocol §2: durable events of these rooms were skipped, send <c>chat.sync</c>.</summary>
internal static class LaggingEnvelope
{
    /// <summary>For one room.</summary>
    public static EncodedEnvelope Of(RoomId room) =>
        EnvelopeWriter.Write("session.lagging", new LaggingData([room]), LaggingJson.Default.LaggingData);
}

/// <summary>The data of <c>session.lagging</c>.</summary>
internal sealed record LaggingData(IReadOnlyList<RoomId> Rooms);

/// <summary>Its JSON.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LaggingData))]
internal sealed partial class LaggingJson : JsonSerializerContext;
