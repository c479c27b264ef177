using System.Text.Json;

namespace AkkaRealtime.Envelopes;

/// <summary>What a client did wrong where the <c>data</c> of its request can't be decoded.</summary>
internal static class DecodingFaults
{
    /// <summary>There is no record in it.</summary>
    public static RequestError NoObject { get; } = RequestError.Bad("data", "\"data\" is an object.");

    /// <summary>The client's fault that an exception of the decoder stands for; null where it is none, but a bug in the code of the record.</summary>
    public static RequestError? Of(Exception decoding) => decoding is JsonException e ? WrongType(FieldOf(e.Path)) : null;

    /// <summary>
    /// The fault of a text in <paramref name="data"/>, or of a name, that is no Unicode: half a surrogate pair, which JSON can spell and nobody can write again, so that
    /// whoever passed it on would fail. The bytes are UTF-8 by the rules of framing: only an escape can be at fault, and without one this is a scan.
    /// </summary>
    public static RequestError? OfTexts(ReadOnlySpan<byte> data)
    {
        if (data.IndexOf("\\u"u8) < 0)
            return null;
        var field = "data";
        var reader = new Utf8JsonReader(data);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
                    continue;
                var text = reader.GetString()!;
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                    field = text;
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return RequestError.Bad(field, $"A text in \"{field}\" is not valid Unicode.");
        }
    }

    private static RequestError WrongType(string field) => RequestError.Bad(field, $"\"{field}\" has the wrong type.");

    // "$.roles['bob']" and "$.users[2]" are faults of "roles" and "users".
    private static string FieldOf(string? path)
    {
        if (path is null || !path.StartsWith("$.", StringComparison.Ordinal))
            return "data";
        var name = path.AsSpan(2);
        var end = name.IndexOfAny('.', '[');
        return (end < 0 ? name : name[..end]).ToString();
    }
}
