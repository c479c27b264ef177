using System.Text.Json;
using AkkaRealtime.Diagnostics;

namespace AkkaRealtime.Envelopes;

/// <summary>A received envelope, its <c>data</c> not yet decoded.</summary>
/// <param name="Type">The envelope's <c>type</c>.</param>
/// <param name="Ref">The <c>ref</c> in <c>data</c>, if there was a valid one.</param>
/// <param name="Data">The bytes of <c>data</c>: an object; <c>{}</c> where it was left out.</param>
internal readonly record struct ReceivedEnvelope(string Type, string? Ref, ReadOnlyMemory<byte> Data)
{
    /// <summary>The <c>traceparent</c> in <c>data</c>: what the client says this is a part of. Null where there is none, or nobody traces.</summary>
    public string? Traceparent { get; init; }
}

/// <summary>Takes a frame's text apart into type, ref and data (protocol §1), without decoding what is inside.</summary>
internal static class EnvelopeReader
{
    private static readonly ReadOnlyMemory<byte> NoData = "{}"u8.ToArray();

    /// <summary>
    /// Reads one envelope. False with a <see cref="ErrorCode.BadEnvelope"/> where the text is no JSON or not <c>{type, data}</c> and nothing else,
    /// and with <see cref="ErrorCode.BadRequest"/> for a bad <c>ref</c>.
    /// </summary>
    public static bool TryRead(ReadOnlyMemory<byte> utf8, out ReceivedEnvelope envelope, out RequestError? error)
    {
        envelope = default;
        try
        {
            return TryReadObject(utf8, out envelope, out error);
        }
        catch (JsonException)
        {
            error = Bad("The frame is not JSON. Send one object: {\"type\": \"chat.send\", \"data\": {…}}.");
            return false;
        }
        catch (InvalidOperationException)
        {
            error = Bad("The frame holds text that is not valid Unicode.");
            return false;
        }
    }

    private static bool TryReadObject(ReadOnlyMemory<byte> utf8, out ReceivedEnvelope envelope, out RequestError? error)
    {
        envelope = default;
        error = null;
        var reader = new Utf8JsonReader(utf8.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            error = Bad("An envelope is one JSON object with \"type\" and \"data\".");
            return false;
        }

        string? type = null;
        string? reference = null;
        string? traceparent = null;
        var data = NoData;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.String)
                {
                    error = Bad("\"type\" is a string such as \"chat.send\".");
                    return false;
                }

                type = reader.GetString();
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.Null)
                    continue;
                if (reader.TokenType != JsonTokenType.StartObject)
                {
                    error = Bad("\"data\" is an object.");
                    return false;
                }

                var start = (int)reader.TokenStartIndex;
                if (!TryReadRef(ref reader, out reference, out traceparent, out error))
                    return false;
                data = utf8[start..(int)reader.BytesConsumed];
            }
            else
            {
                error = Bad("An envelope has \"type\" and \"data\" and no third member: all else belongs into \"data\".");
                return false;
            }
        }

        // Reading on to the end finds whatever stands behind the object: that is a JsonException.
        while (reader.Read())
        {
        }

        if (string.IsNullOrEmpty(type))
        {
            error = Bad("The envelope has no \"type\".");
            return false;
        }

        envelope = new ReceivedEnvelope(type, reference, data) { Traceparent = traceparent };
        return true;
    }

    /// <summary>
    /// Finds the <c>ref</c> of what <see cref="EnvelopeWriter"/> wrote: it is the first member of <c>data</c>, which is the second of the envelope. The reader stands on it then.
    /// </summary>
    public static bool TryFindRef(ref Utf8JsonReader reader, out bool isError)
    {
        isError = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName || !reader.Read() || reader.TokenType != JsonTokenType.String)
            return false;
        isError = reader.ValueTextEquals("error"u8);
        return reader.Read() && reader.TokenType == JsonTokenType.PropertyName
            && reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("ref"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.String;
    }

    private static bool TryReadRef(ref Utf8JsonReader reader, out string? reference, out string? traceparent, out RequestError? error)
    {
        reference = null;
        traceparent = null;
        error = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isRef = reader.ValueTextEquals("ref"u8);
            var isTrace = !isRef && reader.ValueTextEquals("traceparent"u8) && RealtimeTraces.AreWanted;
            reader.Read();
            if (isTrace && reader.TokenType == JsonTokenType.String)
                traceparent = reader.GetString();
            if (isRef && reader.TokenType != JsonTokenType.Null)
            {
                reference = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                if (!IdRules.IsKey(reference))
                {
                    reference = null;
                    error = RequestError.Bad("ref", "\"ref\" is a string of 1 to 64 characters.");
                    return false;
                }
            }

            reader.Skip();
        }

        return true;
    }

    private static RequestError Bad(string message) => new(ErrorCode.BadEnvelope, message);
}
