using System.Buffers;
using System.Text;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Framing;

/// <summary>Reads a byte stream, cut into pieces, to what it means: "text:…", "ping:…", "pong:…", "close:1000", "fault:ProtocolError".</summary>
internal static class FrameReading
{
    public static List<string> Read(params byte[][] pieces) => Read(65_536, pieces);

    public static List<string> Read(int maxMessageBytes, params byte[][] pieces) => Read(new FrameReader(maxMessageBytes), pieces);

    public static List<string> Read(FrameReader reader, byte[][] pieces)
    {
        var found = new List<string>();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> input = piece;
            FrameKind kind;
            do
            {
                kind = reader.Read(ref input);
                if (Tell(reader, kind) is { } what)
                    found.Add(what);
            }
            while (kind is not (FrameKind.None or FrameKind.Fault));
        }

        reader.Release();
        return found;
    }

    private static string? Tell(FrameReader reader, FrameKind kind) => kind switch
    {
        FrameKind.Text => "text:" + Take(reader),
        FrameKind.Ping => "ping:" + Encoding.UTF8.GetString(reader.Control),
        FrameKind.Pong => "pong:" + Encoding.UTF8.GetString(reader.Control),
        FrameKind.Close => $"close:{reader.Close}",
        FrameKind.Fault => $"fault:{reader.Fault}",
        _ => null,
    };

    private static string Take(FrameReader reader)
    {
        var message = reader.TakeMessage(out var length);
        var text = Encoding.UTF8.GetString(message, 0, length);
        ArrayPool<byte>.Shared.Return(message);
        return text;
    }
}
