using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;
using CsCheck;

namespace AkkaRealtime.Tests.Framing;

public sealed class DeflateTests
{
    private const int Rsv1 = 4;
    private static readonly string Long = string.Concat(Enumerable.Repeat("Over and over. ", 200));

    [Fact]
    public void Read_CompressedHelloOfRfc7692_IsHello() =>
        Assert.Equal(["text:Hello"], Read(ClientFrames.Frame(Opcode.Text, [0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00], reserved: Rsv1)));

    [Fact]
    public void Read_HelloInABlockWithoutCompressionOfRfc7692_IsHello() =>
        Assert.Equal(
            ["text:Hello"],
            Read(ClientFrames.Frame(Opcode.Text, [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00], reserved: Rsv1)));

    [Fact]
    public void Read_HelloInAFinalBlockOfRfc7692_IsHello() =>
        Assert.Equal(
            ["text:Hello"],
            Read(ClientFrames.Frame(Opcode.Text, [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00], reserved: Rsv1)));

    [Fact]
    public void Read_CompressedFragmentsOfRfc7692_AreHello() =>
        Assert.Equal(
            ["text:Hello"],
            Read(
                ClientFrames.Frame(Opcode.Text, [0xf2, 0x48, 0xcd], final: false, reserved: Rsv1),
                ClientFrames.Frame(Opcode.Continuation, [0xc9, 0xc9, 0x07, 0x00])));

    [Fact]
    public void Read_PlainMessageBetweenCompressedOnes_IsRead()
    {
        var compressed = ClientFrames.Frame(Opcode.Text, Deflate.Compress(Encoding.UTF8.GetBytes(Long)).ToArray(), reserved: Rsv1);
        Assert.Equal([$"text:{Long}", "text:plain", $"text:{Long}"], Read([.. compressed, .. ClientFrames.Text("plain"), .. compressed]));
    }

    [Theory]
    [InlineData(true, nameof(Opcode.Continuation))]
    [InlineData(true, nameof(Opcode.Ping))]
    [InlineData(false, nameof(Opcode.Text))]
    public void Read_TheBitWhereItMayNotStand_IsAProtocolError(bool negotiated, string name)
    {
        var opcode = Enum.Parse<Opcode>(name);
        byte[][] frames = opcode == Opcode.Continuation
            ? [ClientFrames.Frame(Opcode.Text, [65], final: false), ClientFrames.Frame(opcode, [65], reserved: Rsv1)]
            : [ClientFrames.Frame(opcode, [65], reserved: Rsv1)];
        Assert.Equal([$"fault:{CloseCode.ProtocolError}"], FrameReading.Read(new FrameReader(65_536, negotiated), frames));
    }

    [Fact]
    public void Read_WhatIsNotDeflate_IsInvalid() =>
        Assert.Equal([$"fault:{CloseCode.InvalidPayload}"], Read(ClientFrames.Frame(Opcode.Text, [0xff, 0xff, 0xff, 0xff], reserved: Rsv1)));

    [Fact]
    public void Read_InvalidUtf8Compressed_IsInvalid()
    {
        var bytes = new byte[200];
        Array.Fill(bytes, (byte)0xC3);
        Assert.Equal([$"fault:{CloseCode.InvalidPayload}"], Read(ClientFrames.Frame(Opcode.Text, Deflate.Compress(bytes).ToArray(), reserved: Rsv1)));
    }

    [Fact]
    public void Read_SmallFrameThatHoldsTooMuch_IsTooBig()
    {
        var bomb = Deflate.Compress(new byte[5_000_000]).ToArray();
        Assert.InRange(bomb.Length, 1, 65_536);
        var reader = new FrameReader(300_000, deflates: true);
        Assert.Equal([$"fault:{CloseCode.TooBig}"], FrameReading.Read(reader, [ClientFrames.Frame(Opcode.Text, bomb, reserved: Rsv1)]));
    }

    [Fact]
    public void Expand_WhatWasCompressed_IsTheSame() => Gen.Byte[97, 100].Array[Deflate.MinBytes, 5_000].Sample(bytes =>
    {
        var compressed = Deflate.Compress(bytes);
        if (compressed.IsEmpty)
            return;
        var expanded = Deflate.Expand(compressed.Span, bytes.Length, out var length, out _);
        Assert.Equal(bytes, expanded.AsSpan(0, length));
    });

    [Fact]
    public void Compress_ShortOrRandom_IsLeftAsItIs()
    {
        Assert.True(Deflate.Compress(new byte[Deflate.MinBytes - 1]).IsEmpty);
        var random = new byte[1_000];
        new Random(1).NextBytes(random);
        Assert.True(Deflate.Compress(random).IsEmpty);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(70_000)]
    public void Deflated_RunOfFrames_HoldsTheSameMessagesInOrder(int length)
    {
        var texts = new[] { "short", new string('x', length), "también", new string('y', length) };
        var run = texts.SelectMany(t => Frames.Text(new EncodedEnvelope(Encoding.UTF8.GetBytes(t)))).ToArray();

        var deflated = new DeflatedFrames(run).Bytes;

        Assert.InRange(deflated.Length, 1, run.Length / 2);
        Assert.Equal(texts.Select(t => $"text:{t}"), Read(Masked(deflated.Span)));
    }

    private static List<string> Read(params byte[][] pieces) => FrameReading.Read(new FrameReader(65_536 * 2, deflates: true), pieces);

    // As if a client had sent them: the reader takes nothing else.
    private static byte[] Masked(ReadOnlySpan<byte> frames)
    {
        var masked = new List<byte>();
        while (!frames.IsEmpty)
        {
            var payload = Frames.Payload(frames, out var length);
            masked.AddRange(ClientFrames.Frame(Opcode.Text, payload.ToArray(), reserved: (frames[0] & 0x70) >> 4));
            frames = frames[length..];
        }

        return [.. masked];
    }
}
