using System.Buffers;
using System.Globalization;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>The <c>chat.events</c> of a sync.</summary>
internal static class ChatEventPages
{
    /// <summary>A room's part, as pages of at most <see cref="ChatLimits.MaxPage"/> events: the stored bytes as they are.</summary>
    public static IEnumerable<EncodedEnvelope> Of(RoomNews news)
    {
        if (news.Events.Count == 0)
        {
            yield return Page(news, 0, 0);
            yield break;
        }

        for (var from = 0; from < news.Events.Count; from += ChatLimits.MaxPage)
            yield return Page(news, from, Math.Min(from + ChatLimits.MaxPage, news.Events.Count));
    }

    // Written by hand: an event is not parsed and written again just to stand inside a list.
    private static EncodedEnvelope Page(RoomNews news, int from, int to)
    {
        var size = 160 + news.Room.Value.Length;
        for (var i = from; i < to; i++)
            size += news.Events[i].Envelope.Utf8.Length + 1;
        var output = new ArrayBufferWriter<byte>(size);
        output.Write("{\"type\":\"chat.events\",\"data\":{\"room\":\""u8);
        output.Write(Encoding.UTF8.GetBytes(news.Room.Value));
        output.Write("\",\"events\":["u8);
        for (var i = from; i < to; i++)
        {
            if (i > from)
                output.Write(","u8);
            output.Write(news.Events[i].Envelope.Utf8.Span);
        }

        output.Write("],\"head\":"u8);
        output.Write(Encoding.UTF8.GetBytes(news.Head.ToString(CultureInfo.InvariantCulture)));
        output.Write(news.Truncated ? ",\"truncated\":true}}"u8 : ",\"truncated\":false}}"u8);
        return new EncodedEnvelope(output.WrittenMemory);
    }
}
