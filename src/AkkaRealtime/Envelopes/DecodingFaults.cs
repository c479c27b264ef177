using System.Text.Json;

namespace AkkaRealtime.Envelopes;

/// <summary>What a client did wrong where the <c>data</c> of its request can't be decoded.</summary>
internal static class DecodingFaults
{
    /// <summary>There is no record in it.</summary>
    public static RequestError NoObject { get; } = RequestError.Bad("data", "\"data\" is an object.");

    private static RequestError NoUnicode { get; } = RequestError.Bad("data", "A text in \"data\" is not valid Unicode.");

    /// <summary>The client's fault that an exception of the decoder stands for; null where it is none, but a bug in the code of the record.</summary>
    public static RequestError? Of(Exception decoding, ReadOnlySpan<byte> data) => decoding switch
    {
        JsonException e => WrongType(FieldOf(e.Path)),
        InvalidOperationException when !IsUnicode(data) => NoUnicode,
        _ => null,
    };

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

    // The reader throws the same exception as anybody's constructor may.
    private static bool IsUnicode(ReadOnlySpan<byte> data)
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
                    reader.GetString();
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
