using System.Text;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>The payloads of ready frames, as text.</summary>
internal static class FramesOf
{
    public static List<string> Texts(in SharedFrames frames)
    {
        var texts = new List<string>();
        var rest = frames.Bytes;
        while (!rest.IsEmpty)
        {
            var length = rest.Span[1] & 0x7F;
            var header = 2;
            if (length == 126)
            {
                length = (rest.Span[2] << 8) | rest.Span[3];
                header = 4;
            }

            texts.Add(Encoding.UTF8.GetString(rest.Span.Slice(header, length)));
            rest = rest[(header + length)..];
        }

        return texts;
    }
}
