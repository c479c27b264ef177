using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaRealtime.Envelopes;

/// <summary>Times on the wire: ISO-8601, UTC, milliseconds (protocol §1). Put it on a context: <c>Converters = [typeof(WireTimeConverter)]</c>.</summary>
public sealed class WireTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <summary>For who writes by hand.</summary>
    internal static readonly WireTimeConverter Instance = new();

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // Without a zone it would be read in the server's, which nobody outside knows.
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetDateTime(out var local) && local.Kind != DateTimeKind.Unspecified
        && reader.TryGetDateTimeOffset(out var value)
            ? value.ToUniversalTime()
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<char> text = stackalloc char[24];
        value.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
