using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>JSON of what the host says.</summary>
internal static class EventJson
{
    /// <summary>The options that a host starts from: as the wire's own, see protocol §1.</summary>
    public static JsonSerializerOptions Defaults() => new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = WireJson.Encoder,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new WireTimeConverter(), new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LetNullablesBeLeftOut } },
    };

    /// <summary>Encodes the data of an event.</summary>
    /// <exception cref="ArgumentException">It is no object, or too large.</exception>
    public static EncodedJson Encode<T>(T data, JsonSerializerOptions options, JsonTypeInfo<T>? json)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(data);

        // By the type it has, not by the one it was passed as: an event behind an interface is written whole.
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true }))
        {
            if (json is not null)
                JsonSerializer.Serialize(writer, data, json);
            else
                JsonSerializer.Serialize(writer, data, options.GetTypeInfo(data.GetType()));
        }

        if (buffer.WrittenSpan[0] != (byte)'{')
            throw new ArgumentException($"{data.GetType().Name} is written as something else than a JSON object. Put it into a record.", nameof(data));
        return buffer.WrittenCount <= IRealtimePublisher.MaxDataBytes
            ? new EncodedJson(buffer.WrittenMemory)
            : throw new ArgumentException($"The data takes {buffer.WrittenCount} bytes, more than the {IRealtimePublisher.MaxDataBytes} that an event may take.", nameof(data));
    }

    // A parameter that may be null need not be there, with or without a default.
    private static void LetNullablesBeLeftOut(JsonTypeInfo type)
    {
        foreach (var member in type.Properties)
        {
            if (member.AssociatedParameter is { } parameter && (parameter.IsNullable || Nullable.GetUnderlyingType(parameter.ParameterType) is not null))
                member.IsRequired = false;
        }
    }

    /// <summary>The envelope of an event.</summary>
    public static EncodedEnvelope Envelope(string type, EncodedJson data) => EnvelopeWriter.Write(type, data, EventJsonContext.Default.EncodedJson);
}

/// <summary>Source-generated JSON of what is encoded already.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EncodedJson))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
