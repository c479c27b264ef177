using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Envelopes;

/// <summary>Makes <see cref="EncodedEnvelope"/>s: <c>{"type": …, "data": {…}}</c> with <c>ref</c> as the first member of <c>data</c>.</summary>
public static class EnvelopeWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = WireJson.Encoder, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;
    [ThreadStatic]
    private static Utf8JsonWriter? _json;
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _body;
    [ThreadStatic]
    private static Utf8JsonWriter? _bodyJson;

    /// <summary>Encodes <paramref name="data"/> as an envelope of <paramref name="type"/>; safe from any thread.</summary>
    public static EncodedEnvelope Write<T>(string type, T data, JsonTypeInfo<T> typeInfo, string? @ref = null)
    {
        var output = _buffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = _json ??= new Utf8JsonWriter(output, Options);
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
        new ErrorData(@ref, error.Code.ToWire(), error.Message, error.RetryAfterMs, error.Field, error.Reason, error.Until),
        WireJson.Default.ErrorData);

    // The records know nothing of `ref`, so that one record serves as reply and as event; it is put in front of their members here.
    private static void WriteWithRef<T>(Utf8JsonWriter writer, T data, JsonTypeInfo<T> typeInfo, string @ref)
    {
        var body = _body ??= new ArrayBufferWriter<byte>(256);
        var bodyWriter = _bodyJson ??= new Utf8JsonWriter(body, Options);
        body.ResetWrittenCount();
        bodyWriter.Reset(body);
        bodyWriter.WriteStartObject();
        bodyWriter.WriteString("ref"u8, @ref);
        bodyWriter.Flush();
        var members = body.WrittenCount;
        bodyWriter.Reset();
        JsonSerializer.Serialize(bodyWriter, data, typeInfo);
        bodyWriter.Flush();

        // {"ref":"r1" and {"a":1} become {"ref":"r1","a":1}: the second brace turns into the comma, or goes where there is no member.
        var bytes = MemoryMarshal.AsMemory(body.WrittenMemory).Span;
        if (bytes.Length - members > 2)
        {
            bytes[members] = (byte)',';
        }
        else
        {
            bytes[members] = (byte)'}';
            bytes = bytes[..(members + 1)];
        }

        writer.WriteRawValue(bytes, skipInputValidation: true);
    }
}
