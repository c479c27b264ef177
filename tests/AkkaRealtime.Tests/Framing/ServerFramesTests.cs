using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Framing;

public sealed class ServerFramesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    [InlineData(1_000_000)]
    public void TryRead_FramesOfAllSizes_HoweverTheyAreCut(int cut)
    {
        var payloads = new[] { 0, 1, 125, 126, 65_535, 65_536 }.Select(length => new byte[length].Select((_, i) => (byte)('a' + (i % 26))).ToArray()).ToList();
        byte[] bytes = [.. payloads.SelectMany(p => Frames.Text(new EncodedEnvelope(p))), .. Frames.Ping.Span, .. Frames.Close(4_001, "slow")];

        var frames = new ServerFrames();
        var found = new List<(Opcode Opcode, byte[] Payload)>();
        var part = new List<byte>();
        foreach (var chunk in bytes.Chunk(cut))
        {
            ReadOnlyMemory<byte> left = chunk;
            while (frames.TryRead(ref left, out var piece))
            {
                part.AddRange(piece.Payload.Span);
                if (!piece.IsLast)
                    continue;
                found.Add((piece.Opcode, [.. part]));
                part.Clear();
            }

            Assert.True(left.IsEmpty);
        }

        Assert.Equal([.. payloads.Select(_ => Opcode.Text), Opcode.Ping, Opcode.Close], found.Select(f => f.Opcode));
        Assert.Equal(payloads, found.Take(payloads.Count).Select(f => f.Payload));
        Assert.Equal(Frames.Close(4_001, "slow")[2..], found[^1].Payload);
    }

    [Fact]
    public void ClientFrame_IsTakenAsAClients()
    {
        var reader = new FrameReader(1_000_000);
        ReadOnlySpan<byte> input = [.. ClientFrame.Of(Opcode.Text, isLast: false, "Hel"u8), .. ClientFrame.Of(Opcode.Continuation, isLast: true, "lo"u8)];
        Assert.Equal(FrameKind.Text, reader.Read(ref input));
        Assert.Equal("Hello"u8, reader.TakeMessage(out var length).AsSpan(0, length));
    }
}
