using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Envelopes;

/// <summary>Makes <see cref="EncodedEnvelope"/>s: <c>{"type": …, "data": {…}}</c> with <c>ref</c> as the first member of <c>data</c>.</summary>
public static class EnvelopeWriter
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;
    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>Encodes <paramref name="data"/> as an envelope of <paramref name="type"/>; safe from any thread.</summary>
    public static EncodedEnvelope Write<T>(string type, T data, JsonTypeInfo<T> typeInfo, string? @ref = null)
    {
        var output = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _json ??= new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true });
        output.ResetWrittenCount();
        writer.Reset(output);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WritePropertyName("data"u8);
        if (@ref is null)
            JsonSerializer.Serialize(writer, data, typeInfo);
        else
            WriteWithRef(writer, data, typeInfo, @ref);
        writer.WriteEndObject();
        writer.Flush();
        return new EncodedEnvelope(output.WrittenSpan.ToArray());
    }

    /// <summary>The <c>error</c> envelope of protocol §2.</summary>
    public static EncodedEnvelope Error(RequestError error, string? @ref) => Write(
        "error",
        new ErrorData(@ref, error.Code.ToWire(), error.Message, error.RetryAfterMs, error.Field),
        WireJson.Default.ErrorData);

    // The records know nothing of `ref`, so that one record serves as reply and as event; it is put in front of their members here.
    private static void WriteWithRef<T>(Utf8JsonWriter writer, T data, JsonTypeInfo<T> typeInfo, string @ref)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(data, typeInfo);
        writer.WriteStartObject();
        writer.WriteString("ref"u8, @ref);
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WritePropertyName(reader.ValueSpan);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            writer.WriteRawValue(body.AsSpan(start, (int)reader.BytesConsumed - start), skipInputValidation: true);
        }

        writer.WriteEndObject();
    }
}
