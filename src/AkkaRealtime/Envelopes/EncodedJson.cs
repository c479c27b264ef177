using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// A JSON value as the UTF-8 bytes that go out. The domain that knows what it says encodes it; whoever puts it into a message of its own
/// takes the bytes as they are, and needs to know nothing of that domain.
/// </summary>
/// <param name="Utf8">The JSON text; never changed.</param>
[JsonConverter(typeof(EncodedJsonConverter))]
internal sealed record EncodedJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>Encodes <paramref name="value"/> as an envelope would hold it.</summary>
    public static EncodedJson Of<T>(T value, JsonTypeInfo<T> typeInfo)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true }))
            JsonSerializer.Serialize(json, value, typeInfo);
        return new EncodedJson(buffer.WrittenMemory);
    }

    /// <summary>The JSON as text, for logs and specs.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}

/// <summary>Puts the bytes of an <see cref="EncodedJson"/> into other JSON as they are.</summary>
internal sealed class EncodedJsonConverter : JsonConverter<EncodedJson>
{
    /// <inheritdoc/>
    public override EncodedJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new EncodedJson(JsonMarshal.GetRawUtf8Value(document.RootElement).ToArray());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, EncodedJson value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
}
