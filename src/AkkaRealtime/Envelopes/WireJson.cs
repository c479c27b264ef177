using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AkkaRealtime.Envelopes;

/// <summary>The <c>data</c> of <c>error</c>.</summary>
internal sealed record ErrorData(
    string? Ref,
    string Code,
    string Message,
    int? RetryAfterMs,
    string? Field,
    string? Reason,
    DateTimeOffset? Until);

/// <summary>How JSON looks on the wire: camelCase, nothing for null, times in UTC with milliseconds, enums in kebab-case.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(ErrorData))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>
    /// Leaves text as it is ("ü" stays "ü", and emoji are no pairs of \u). Envelopes are never put into HTML, so nothing but JSON's own escapes is needed.
    /// </summary>
    public static JavaScriptEncoder Encoder { get; } = new WireEncoder();
}
