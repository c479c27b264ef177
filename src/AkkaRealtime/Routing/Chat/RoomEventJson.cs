using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat;

/// <summary>Room events as bytes: one form for the log, the wire and <c>chat.sync</c>.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(ChatEdited))]
[JsonSerializable(typeof(ChatDeleted))]
[JsonSerializable(typeof(ChatReacted))]
[JsonSerializable(typeof(ChatPinned))]
[JsonSerializable(typeof(ChatJoined))]
[JsonSerializable(typeof(ChatLeft))]
[JsonSerializable(typeof(ChatUpdated))]
[JsonSerializable(typeof(ChatCall))]
[JsonSerializable(typeof(ChatErased))]
internal sealed partial class RoomEventJson : JsonSerializerContext
{
    /// <summary>Encodes a numbered event as the envelope that is stored and sent.</summary>
    public static EncodedEnvelope Encode(RoomEvent e) => e switch
    {
        ChatMessage m => EnvelopeWriter.Write(m.Type, m, Default.ChatMessage),
        ChatEdited m => EnvelopeWriter.Write(m.Type, m, Default.ChatEdited),
        ChatDeleted m => EnvelopeWriter.Write(m.Type, m, Default.ChatDeleted),
        ChatReacted m => EnvelopeWriter.Write(m.Type, m, Default.ChatReacted),
        ChatPinned m => EnvelopeWriter.Write(m.Type, m, Default.ChatPinned),
        ChatJoined m => EnvelopeWriter.Write(m.Type, m, Default.ChatJoined),
        ChatLeft m => EnvelopeWriter.Write(m.Type, m, Default.ChatLeft),
        ChatUpdated m => EnvelopeWriter.Write(m.Type, m, Default.ChatUpdated),
        ChatCall m => EnvelopeWriter.Write(m.Type, m, Default.ChatCall),
        ChatErased m => EnvelopeWriter.Write(m.Type, m, Default.ChatErased),
        _ => throw new InvalidOperationException($"No encoding for {e.GetType().Name}: add it here."),
    };

    /// <summary>Reads a stored envelope back. Throws <see cref="JsonException"/> where it is none of ours.</summary>
    public static RoomEvent Decode(ReadOnlyMemory<byte> stored) =>
        TryDecode(stored) ?? throw new JsonException("A stored event has a type that is not chat's.");

    /// <summary>Reads a stored envelope back; null where it is another domain's. Throws <see cref="JsonException"/> where it is no envelope.</summary>
    public static RoomEvent? TryDecode(ReadOnlyMemory<byte> stored)
    {
        if (!EnvelopeReader.TryRead(stored, out var envelope, out _))
            throw new JsonException("A stored event is not an envelope.");
        var data = envelope.Data.Span;
        return envelope.Type switch
        {
            "chat.message" => JsonSerializer.Deserialize(data, Default.ChatMessage),
            "chat.edited" => JsonSerializer.Deserialize(data, Default.ChatEdited),
            "chat.deleted" => JsonSerializer.Deserialize(data, Default.ChatDeleted),
            "chat.reacted" => JsonSerializer.Deserialize(data, Default.ChatReacted),
            "chat.pinned" => JsonSerializer.Deserialize(data, Default.ChatPinned),
            "chat.joined" => JsonSerializer.Deserialize(data, Default.ChatJoined),
            "chat.left" => JsonSerializer.Deserialize(data, Default.ChatLeft),
            "chat.updated" => JsonSerializer.Deserialize(data, Default.ChatUpdated),
            "chat.call" => JsonSerializer.Deserialize(data, Default.ChatCall),
            "chat.erased" => JsonSerializer.Deserialize(data, Default.ChatErased),
            _ => null,
        };
    }
}
