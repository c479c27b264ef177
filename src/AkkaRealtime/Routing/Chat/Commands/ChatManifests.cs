using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Commands;

/// <summary>What of chat may cross nodes.</summary>
internal static class ChatManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("r1", () => ChatNodeJson.Default.GetRoomMembers),
        Manifest.Of("r2", () => ChatNodeJson.Default.RoomMembers),
        Manifest.Of("r3", () => ChatNodeJson.Default.RecordCall),
        Manifest.Of("r4", () => ChatNodeJson.Default.CallRecorded),
        Manifest.Of("r5", () => ChatNodeJson.Default.DirectRoom),
        Manifest.Of("r6", () => ChatNodeJson.Default.RoomRequest),
        Manifest.Of("r7", () => ChatNodeJson.Default.CreateRoom),
        Manifest.Of("r8", () => ChatNodeJson.Default.OpenPair),
        Manifest.Of("r9", () => ChatNodeJson.Default.MarkDelivered),
        Manifest.Of("r10", () => ChatNodeJson.Default.TellRoom),
        Manifest.Of("r11", () => ChatNodeJson.Default.AppendDomainEvent),
        Manifest.Of("r12", () => ChatNodeJson.Default.DomainEventAppended),
        Manifest.Of("r13", () => ChatNodeJson.Default.WatchMembers),
        Manifest.Of("r14", () => ChatNodeJson.Default.NotMembers),
        Manifest.Of("r15", () => ChatNodeJson.Default.NewMembers),
        Manifest.Of("r16", () => ChatNodeJson.Default.FindUnheard),
        Manifest.Of("r17", () => ChatNodeJson.Default.BlocksChanged),
        Manifest.Of("r20", () => ChatNodeJson.Default.AdminRequest),
        Manifest.Of("r21", () => ChatNodeJson.Default.AdminAnswer),
        Manifest.Of("r22", () => ChatNodeJson.Default.RecordErasure),
        Manifest.Of("r23", () => ChatNodeJson.Default.ExpireRoom),
        Manifest.Of("r24", () => ChatNodeJson.Default.RedactInRoom),
        Manifest.Of("r25", () => ChatNodeJson.Default.RoomRewritten),
        Manifest.Of("r30", () => ChatNodeJson.Default.RecordPreviews),
    ];
}

/// <summary>The JSON of <see cref="ChatManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter)])]
[JsonSerializable(typeof(GetRoomMembers))]
[JsonSerializable(typeof(RoomMembers))]
[JsonSerializable(typeof(RecordCall))]
[JsonSerializable(typeof(CallRecorded))]
[JsonSerializable(typeof(DirectRoom))]
[JsonSerializable(typeof(RoomRequest))]
[JsonSerializable(typeof(CreateRoom))]
[JsonSerializable(typeof(OpenPair))]
[JsonSerializable(typeof(MarkDelivered))]
[JsonSerializable(typeof(TellRoom))]
[JsonSerializable(typeof(WatchMembers))]
[JsonSerializable(typeof(NotMembers))]
[JsonSerializable(typeof(NewMembers))]
[JsonSerializable(typeof(FindUnheard))]
[JsonSerializable(typeof(BlocksChanged))]
[JsonSerializable(typeof(AppendDomainEvent))]
[JsonSerializable(typeof(DomainEventAppended))]
[JsonSerializable(typeof(AdminRequest))]
[JsonSerializable(typeof(AdminAnswer))]
[JsonSerializable(typeof(RecordErasure))]
[JsonSerializable(typeof(ExpireRoom))]
[JsonSerializable(typeof(RedactInRoom))]
[JsonSerializable(typeof(RoomRewritten))]
[JsonSerializable(typeof(RecordPreviews))]
internal sealed partial class ChatNodeJson : JsonSerializerContext;
