using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>Room events as bytes: one form for the log, the wire and <c>chat.sync</c>.</summary>
internal static class RoomEventJson
{
    private static readonly Kind[] Kinds =
    [
        Kind.Of("chat.message", ChatJson.Default.ChatMessage),
        Kind.Of("chat.edited", ChatJson.Default.ChatEdited),
        Kind.Of("chat.deleted", ChatJson.Default.ChatDeleted),
        Kind.Of("chat.reacted", ChatJson.Default.ChatReacted),
        Kind.Of("chat.pinned", ChatJson.Default.ChatPinned),
        Kind.Of("chat.previewed", ChatJson.Default.ChatPreviewed),
        Kind.Of("chat.joined", ChatJson.Default.ChatJoined),
        Kind.Of("chat.left", ChatJson.Default.ChatLeft),
        Kind.Of("chat.banned", ChatJson.Default.ChatBanned),
        Kind.Of("chat.updated", ChatJson.Default.ChatUpdated),
        Kind.Of("chat.call", ChatJson.Default.ChatCall),
        Kind.Of("chat.erased", ChatJson.Default.ChatErased),
    ];

    private static readonly FrozenDictionary<Type, Kind> ByRecord = Kinds.ToFrozenDictionary(k => k.Record);
    private static readonly FrozenDictionary<string, Kind> ByType = Kinds.ToFrozenDictionary(k => k.Type, StringComparer.Ordinal);

    /// <summary>Encodes a numbered event as the envelope that is stored and sent.</summary>
    /// <exception cref="InvalidOperationException">The event has no line in the table above: a bug.</exception>
    public static EncodedEnvelope Encode(RoomEvent e) => e is ChatMessage message && MessageText.Of(message) is { } text ? text : ByRecord.TryGetValue(e.GetType(), out var kind)
        ? kind.Encode(e)
        : throw new InvalidOperationException($"No encoding for {e.GetType().Name}: add it to {nameof(RoomEventJson)}.");

    /// <summary>Reads a stored envelope back.</summary>
    /// <exception cref="JsonException">It is not an event of a room.</exception>
    public static RoomEvent Decode(ReadOnlyMemory<byte> stored) =>
        TryDecode(stored) ?? throw new JsonException("A stored event has a type that is not chat's.");

    /// <summary>Reads a stored envelope back; null where the event is another domain's.</summary>
    /// <exception cref="JsonException">It is not an envelope.</exception>
    public static RoomEvent? TryDecode(ReadOnlyMemory<byte> stored)
    {
        if (!EnvelopeReader.TryRead(stored, out var envelope, out _))
            throw new JsonException("A stored event is not an envelope.");
        return ByType.TryGetValue(envelope.Type, out var kind) ? kind.Decode(envelope.Data.Span) : null;
    }

    /// <summary>The text of a stored message, and nothing else of it: a full-text index asks for that of every one. Null where it has none.</summary>
    public static string? TextOf(ReadOnlySpan<byte> stored)
    {
        const int inData = 2;
        var reader = new Utf8JsonReader(stored);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == inData && reader.ValueTextEquals("text"u8))
                return reader.Read() ? reader.GetString() : null;
        }

        return null;
    }

    private delegate RoomEvent? Decoder(ReadOnlySpan<byte> data);

    private sealed record Kind(string Type, Type Record, Func<RoomEvent, EncodedEnvelope> Encode, Decoder Decode)
    {
        public static Kind Of<T>(string type, JsonTypeInfo<T> json)
            where T : RoomEvent => new(
                type,
                typeof(T),
                e => EnvelopeWriter.Write(type, (T)e, json),
                data => JsonSerializer.Deserialize(data, json));
    }
}
