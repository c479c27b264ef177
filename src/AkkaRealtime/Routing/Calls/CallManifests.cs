using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls;

/// <summary>What may cross nodes of what the owners of calls receive.</summary>
internal static class CallManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Binary("c1", Write, Read),
        Manifest.Of("c2", () => CallNodeJson.Default.RelaySignal),
        Manifest.Of("c3", () => CallNodeJson.Default.WakeCall),
        Manifest.Of("c4", () => CallNodeJson.Default.SignOutOfCall),
        Manifest.Of("c5", () => CallNodeJson.Default.StopRinging),
        Manifest.Of("c6", () => CallNodeJson.Default.EndCall),
        Manifest.Of("c7", () => CallNodeJson.Default.EndCallAnswer),
    ];

    // A request goes on as the `data` it came as, under the name of its envelope.
    private static byte[] Write(CallCommand command)
    {
        var type = CallRequests.NameOf(command.Request);
        var data = JsonSerializer.SerializeToUtf8Bytes(command.Request, CallJson.Default.GetTypeInfo(command.Request.GetType())!);
        var form = new CallCommandForm(command.Room, command.Caller, command.Ref, type, new EncodedEnvelope(data));
        return JsonSerializer.SerializeToUtf8Bytes(form, CallNodeJson.Default.CallCommandForm);
    }

    private static CallCommand Read(byte[] bytes)
    {
        var form = JsonSerializer.Deserialize(bytes, CallNodeJson.Default.CallCommandForm) ?? throw new JsonException("'c1' holds null.");
        var request = CallRequests.Types.Single(t => t.Type == form.Type).Decode(form.Data.Utf8.Span);
        return new CallCommand(form.Room, form.Caller, form.Ref, request as ICallRequest ?? throw new JsonException("'c1' holds no request."));
    }
}

/// <summary>A <see cref="CallCommand"/> between nodes.</summary>
internal sealed record CallCommandForm(RoomId Room, Caller Caller, string? Ref, string Type, EncodedEnvelope Data);

/// <summary>The JSON of <see cref="CallManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter)])]
[JsonSerializable(typeof(CallCommandForm))]
[JsonSerializable(typeof(RelaySignal))]
[JsonSerializable(typeof(WakeCall))]
[JsonSerializable(typeof(SignOutOfCall))]
[JsonSerializable(typeof(StopRinging))]
[JsonSerializable(typeof(EndCall))]
[JsonSerializable(typeof(EndCallAnswer))]
internal sealed partial class CallNodeJson : JsonSerializerContext;
