using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary><c>chat.send</c>, which is most of what a server reads, decoded by hand: the very record that <see cref="ChatJson"/> makes of it, at a third of its price.</summary>
internal static class SendText
{
    /// <summary>Decodes the <c>data</c> of one; the plain ones by hand, all others the usual way.</summary>
    public static ChatSendRequest? Decode(ReadOnlySpan<byte> data) => ByHand(data) ?? JsonSerializer.Deserialize(data, ChatJson.Default.ChatSendRequest);

    /// <summary>Null for all that is not an object of texts, each of them once and by its very name: the usual way knows what that is, or what is wrong with it.</summary>
    internal static ChatSendRequest? ByHand(ReadOnlySpan<byte> data)
    {
        string? room = null, key = null, text = null, replyTo = null, thread = null;
        var hasRef = false;
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isText;
            if (reader.ValueTextEquals("text"u8))
                isText = TryRead(ref reader, ref text);
            else if (reader.ValueTextEquals("room"u8))
                isText = TryRead(ref reader, ref room);
            else if (reader.ValueTextEquals("key"u8))
                isText = TryRead(ref reader, ref key);
            else if (reader.ValueTextEquals("replyTo"u8))
                isText = TryRead(ref reader, ref replyTo);
            else if (reader.ValueTextEquals("thread"u8))
                isText = TryRead(ref reader, ref thread);
            else
                isText = !hasRef && reader.ValueTextEquals("ref"u8) && reader.Read() && (hasRef = reader.TokenType == JsonTokenType.String);
            if (!isText)
                return null;
        }

        return new ChatSendRequest(
            room is null ? null : new RoomId(room),
            key,
            text,
            replyTo is null ? null : new MessageId(replyTo),
            thread is null ? null : new MessageId(thread));
    }

    private static bool TryRead(ref Utf8JsonReader reader, ref string? value)
    {
        if (value is not null || !reader.Read() || reader.TokenType != JsonTokenType.String)
            return false;
        value = reader.GetString();
        return true;
    }
}
