using System.Buffers;
using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>Events of other domains as bytes: one form for the log, the wire and <c>chat.sync</c>.</summary>
internal static class DomainEventJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = WireJson.Encoder, SkipValidation = true };

    // What the log says of an event itself, and a request's "ref", by which clients would take the event for a reply.
    private static readonly string[] Reserved = ["room", "seq", "at", "by", "unread", "deleted", "ref"];

    /// <summary>The member of <paramref name="data"/>, an object, that only the log may set; null where there is none.</summary>
    public static string? ReservedMember(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            foreach (var name in Reserved)
            {
                if (reader.ValueTextEquals(name))
                    return name;
            }

            reader.Skip();
        }

        return null;
    }

    /// <summary>The envelope that is stored and sent.</summary>
    public static EncodedEnvelope Encode(DomainEvent e)
    {
        var buffer = new ArrayBufferWriter<byte>(192 + e.Data.Length);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", e.Type);
            json.WriteStartObject("data");
            json.WriteString("room", e.Room.Value);
            json.WriteNumber("seq", e.Seq);
            json.WritePropertyName("at");
            WireTimeConverter.Instance.Write(json, e.At, JsonSerializerOptions.Default);
            json.WriteString("by", e.By.Value);
            if (e.CountsAsUnread)
                json.WriteBoolean("unread", true);
            if (e.Deleted)
                json.WriteBoolean("deleted", true);
        }

        // The members of the data as they are, between the log's own and the two closing braces.
        var members = e.Data.Span[1..^1].Trim(" \t\r\n"u8);
        if (!members.IsEmpty)
        {
            buffer.Write(","u8);
            buffer.Write(members);
        }

        buffer.Write("}}"u8);
        return new EncodedEnvelope(buffer.WrittenMemory);
    }

    /// <summary>Reads a stored envelope back, of whatever domain.</summary>
    /// <exception cref="JsonException">It is not an event of a room.</exception>
    public static DomainEvent Decode(ReadOnlyMemory<byte> stored)
    {
        using var envelope = JsonDocument.Parse(stored);
        var root = envelope.RootElement;
        try
        {
            var data = root.GetProperty("data");
            return new DomainEvent(root.GetProperty("type").GetString()!, Members(data))
            {
                Room = new RoomId(data.GetProperty("room").GetString()!),
                Seq = data.GetProperty("seq").GetInt64(),
                At = data.GetProperty("at").GetDateTimeOffset().ToUniversalTime(),
                By = new UserId(data.GetProperty("by").GetString()!),
                CountsAsUnread = Is(data, "unread"),
                Deleted = Is(data, "deleted"),
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException("A stored event lacks room, seq, at or by.", e);
        }
    }

    private static bool Is(JsonElement data, string name) => data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static ReadOnlyMemory<byte> Members(JsonElement data)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            foreach (var member in data.EnumerateObject())
            {
                if (!Reserved.Contains(member.Name))
                    member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
