using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Moderation;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Benchmarks.Micro;

/// <summary>From bytes to a request, and from an event to bytes.</summary>
internal static class WireCases
{
    private static readonly DateTimeOffset At = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Kilobyte = new byte[1_024];
    private static readonly RequestCatalog Catalog = new(ChatRequests.Types);
    private static readonly byte[] Request = Encoding.UTF8.GetBytes(
        $$$"""{"type":"chat.send","data":{"ref":"r1","room":"01936e3a-7c00-7000-8000-000000000001","key":"k1","text":"{{{Mark.Of(1)}}}"}}""");

    private static readonly byte[] Frame = ClientFrame.Of(Opcode.Text, isLast: true, Request);
    private static readonly FrameReader Reader = new(65_536);
    private static readonly EncodedEnvelope Envelope = Message(1).Encode();
    private static readonly byte[] Out = new byte[1_024];

    private static readonly WordFilter Words = new(Enumerable.Range(0, 10_000).Select(n => $"word{n}"), masks: false);
    private static readonly string Line = "Shall we meet at the words of the old wall, or in Zürich at 10?";

    /// <summary>What the others are divided by.</summary>
    public static MicroCase Yardstick { get; } = new("yardstick: SHA-256 of 1 KB", 1, () => SHA256.TryHashData(Kilobyte, Out, out _));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MicroCase> All { get; } =
    [
        new("frame in: read and unmask a chat.send", 1, ReadFrame),
        new("decode: envelope and chat.send", 1, Decode),
        new("forbidden words: 10,000 of them, in a line", 1, () => Words.IsIn(Line)),
        new("encode: chat.message", 1, () => Message(1).Encode()),
        new("frame out: header and copy", 1, () => Frames.Write(Out, Envelope)),
    ];

    /// <summary>A message of a room.</summary>
    public static ChatMessage Message(long number) => Message(new RoomId("r1"), number);

    /// <summary>A message of a room.</summary>
    public static ChatMessage Message(RoomId room, long number) =>
        new(MessageId.New(At), $"k{number}", Mark.Of(number)) { Room = room, Seq = number, At = At, By = new UserId("alice") };

    private static void ReadFrame()
    {
        ReadOnlySpan<byte> input = Frame;
        if (Reader.Read(ref input) != FrameKind.Text)
            throw new InvalidOperationException("No text was read.");
        ArrayPool<byte>.Shared.Return(Reader.TakeMessage(out _));
    }

    private static void Decode()
    {
        if (!EnvelopeReader.TryRead(Request, out var envelope, out var error) || !Catalog.TryDecode(envelope, out _, out _, out error))
            throw new InvalidOperationException(error!.Message);
    }
}
