using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>JSON of what the host says.</summary>
internal static class EventJson
{
    // Of what a host's own options may write: deeper than any that they write by default.
    private const int MaxDepth = 1_000;

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
    /// <exception cref="ArgumentException">It can't be an event's, see <see cref="Fault"/>.</exception>
    public static EncodedJson Encode<T>(T data, JsonSerializerOptions options, JsonTypeInfo<T>? json)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(data);

        // By the type it has, not by the one it was passed as: an event behind an interface is written whole.
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = Writer(buffer))
        {
            if (json is not null)
                JsonSerializer.Serialize(writer, data, json);
            else
                JsonSerializer.Serialize(writer, data, options.GetTypeInfo(data.GetType()));
        }

        var encoded = new EncodedJson(buffer.WrittenMemory);
        return Fault(encoded) is not { } fault ? encoded : throw new ArgumentException($"{data.GetType().Name} can't be the data of an event. {fault.Message}", nameof(data));
    }

    /// <summary>Encodes data that came as JSON; look for a <see cref="Fault"/> before it is sent.</summary>
    public static EncodedJson Encode(JsonElement data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = Writer(buffer))
            data.WriteTo(writer);
        return new EncodedJson(buffer.WrittenMemory);
    }

    /// <summary>Why this can't be the data of an event: it is no object, it is too large, or clients would take it for something else. Null where it can.</summary>
    public static RequestError? Fault(EncodedJson data)
    {
        var json = data.Utf8.Span;
        if (json[0] != (byte)'{')
            return RequestError.Bad("data", "The data is no JSON object. Put it into one.");
        if (json.Length > IRealtimePublisher.MaxDataBytes)
            return new RequestError(ErrorCode.TooLarge, $"The data takes {json.Length} bytes of JSON, more than the {IRealtimePublisher.MaxDataBytes} that an event may take.", "data");
        var inLog = LogMembers.None;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("ref"u8))
                return RequestError.Bad("data.ref", "The data has a member \"ref\", by which clients know the reply to a request. Give it another name.");
            inLog |= MemberOf(ref reader);
            reader.Skip();
        }

        return inLog == LogMembers.All
            ? RequestError.Bad("data", "The data has the members \"room\", \"seq\", \"at\" and \"by\", by which clients know an event of a room's log. Give one of them another name.")
            : null;
    }

    private static Utf8JsonWriter Writer(ArrayBufferWriter<byte> buffer) => new(buffer, new JsonWriterOptions { Encoder = WireJson.Encoder, SkipValidation = true });

    private static LogMembers MemberOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("room"u8) ? LogMembers.Room
        : reader.ValueTextEquals("seq"u8) ? LogMembers.Seq
        : reader.ValueTextEquals("at"u8) ? LogMembers.At
        : reader.ValueTextEquals("by"u8) ? LogMembers.By
        : LogMembers.None;

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

    [Flags]
    private enum LogMembers
    {
        None = 0,
        Room = 1,
        Seq = 2,
        At = 4,
        By = 8,
        All = Room | Seq | At | By,
    }
}

/// <summary>Source-generated JSON of what is encoded already.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EncodedJson))]
internal sealed partial class EventJsonContext : JsonSerializerContext;
