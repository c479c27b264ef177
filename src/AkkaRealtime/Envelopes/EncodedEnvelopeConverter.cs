using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// An envelope inside of JSON between nodes: the very bytes, since they are JSON themselves. Put it on a context:
/// <c>Converters = [typeof(EncodedEnvelopeConverter)]</c>.
/// </summary>
public sealed class EncodedEnvelopeConverter : JsonConverter<EncodedEnvelope>
{
    /// <inheritdoc/>
    public override EncodedEnvelope Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new EncodedEnvelope(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EncodedEnvelope value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
