using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Framing;

public sealed class FramesTests
{
    [Fact]
    public void Write_HelloOfRfc6455_IsTheUnmaskedFrame() =>
        Assert.Equal([0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f], Frames.Text(new EncodedEnvelope("Hello"u8.ToArray())));

    [Fact]
    public void Pong_HelloOfRfc6455_RepeatsThePayload() =>
        Assert.Equal([0x8a, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f], Frames.Pong("Hello"u8));

    [Theory]
    [InlineData(0, "8100")]
    [InlineData(125, "817D")]
    [InlineData(126, "817E007E")]
    [InlineData(256, "817E0100")]
    [InlineData(65_535, "817EFFFF")]
    [InlineData(65_536, "817F0000000000010000")]
    public void Write_AnyLength_HasTheShortestHeader(int length, string header)
    {
        var frame = Frames.Text(new EncodedEnvelope(new byte[length]));
        Assert.Equal(header, Convert.ToHexString(frame[..(header.Length / 2)]));
        Assert.Equal(header.Length / 2 + length, frame.Length);
    }

    [Fact]
    public void Write_ManyIntoOneBuffer_StandOneBehindTheOther()
    {
        EncodedEnvelope[] envelopes = [new("one"u8.ToArray()), new(new byte[200]), new("two"u8.ToArray())];
        var buffer = new byte[envelopes.Sum(Frames.Size)];
        var at = 0;
        foreach (var envelope in envelopes)
            at += Frames.Write(buffer.AsSpan(at), envelope);
        Assert.Equal(buffer.Length, at);
        Assert.Equal(buffer, envelopes.SelectMany(Frames.Text));
    }

    [Fact]
    public void Close_CodeAndReason_AreThePayload() =>
        Assert.Equal([0x88, 0x04, 0x11, 0x31, (byte)'n', (byte)'o'], Frames.Close((int)CloseCode.Unauthorized, "no"));

    [Fact]
    public void Close_NoStatus_IsEmpty() => Assert.Equal([0x88, 0x00], Frames.Close(PeerClose.NoStatus, "ignored"));

    [Fact]
    public void Close_LongReason_IsCutAtACharacter()
    {
        var frame = Frames.Close(1000, "x" + new string('€', 60));
        Assert.Equal(2 + 2 + 1 + 40 * 3, frame.Length);
        Assert.Equal("x" + new string('€', 40), Encoding.UTF8.GetString(frame.AsSpan(4)));
    }
}
