using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Framing;

namespace AkkaRealtime.Tests.Framing;

public sealed class FrameReaderTests
{
    [Fact]
    public void Read_MaskedHelloOfRfc6455_IsHello() =>
        Assert.Equal(["text:Hello"], FrameReading.Read([0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]));

    [Fact]
    public void Read_MaskedPongOfRfc6455_IsPong() =>
        Assert.Equal(["pong:Hello"], FrameReading.Read([0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Read_TextOfAnyLength_IsThatText(int length)
    {
        var text = new string('x', length);
        Assert.Equal(["text:" + text], FrameReading.Read(ClientFrames.Text(text)));
    }

    [Fact]
    public void Read_EmptyFragments_MakeAnEmptyMessage() =>
        Assert.Equal(["text:"], FrameReading.Read([.. ClientFrames.Fragments([], 0, 0)]));

    [Fact]
    public void Read_PingBetweenFragments_ComesFirst()
    {
        var fragments = ClientFrames.Fragments("Hello"u8.ToArray(), 3).ToList();
        Assert.Equal(
            ["ping:?", "text:Hello"],
            FrameReading.Read(fragments[0], ClientFrames.Frame(Opcode.Ping, "?"u8.ToArray()), fragments[1]));
    }

    [Fact]
    public void Read_SeveralFramesInOnePiece_AreAllFound() =>
        Assert.Equal(
            ["text:a", "ping:", "text:b", "close:1000"],
            FrameReading.Read([.. ClientFrames.Text("a"), .. ClientFrames.Frame(Opcode.Ping, []), .. ClientFrames.Text("b"), .. ClientFrames.Close(1000)]));

    [Fact]
    public void Read_BehindAClose_ReadsNothing() =>
        Assert.Equal(["close:1001"], FrameReading.Read(ClientFrames.Close(1001), ClientFrames.Text("late")));

    [Fact]
    public void Read_CloseWithoutCode_HasNoStatus() =>
        Assert.Equal(["close:1005"], FrameReading.Read(ClientFrames.Frame(Opcode.Close, [])));

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "no mask", ClientFrames.Frame(Opcode.Text, [65], masked: false) },
        { "reserved bit 1", ClientFrames.Frame(Opcode.Text, [65], reserved: 4) },
        { "reserved bit 2", ClientFrames.Frame(Opcode.Text, [65], reserved: 2) },
        { "reserved bit 3", ClientFrames.Frame(Opcode.Ping, [], reserved: 1) },
        { "reserved data opcode 3", ClientFrames.Frame((Opcode)3, []) },
        { "reserved data opcode 7", ClientFrames.Frame((Opcode)7, []) },
        { "reserved control opcode 11", ClientFrames.Frame((Opcode)11, []) },
        { "reserved control opcode 15", ClientFrames.Frame((Opcode)15, []) },
        { "control frame over 125 bytes", ClientFrames.Frame(Opcode.Ping, new byte[126]) },
        { "fragmented ping", ClientFrames.Frame(Opcode.Ping, [], final: false) },
        { "fragmented close", ClientFrames.Frame(Opcode.Close, [], final: false) },
        { "continuation of nothing", ClientFrames.Frame(Opcode.Continuation, [65]) },
        { "text within a message", [.. ClientFrames.Frame(Opcode.Text, [65], final: false), .. ClientFrames.Text("b")] },
        { "binary within a message", [.. ClientFrames.Frame(Opcode.Text, [65], final: false), .. ClientFrames.Frame(Opcode.Binary, [])] },
        { "length of two bytes that fits in one", [0x81, 0xFE, 0, 125, 0, 0, 0, 0] },
        { "length of eight bytes that fits in two", [0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0] },
        { "length with its highest bit set", [0x81, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0] },
        { "close with one byte", ClientFrames.Frame(Opcode.Close, [3]) },
        { "close 999", ClientFrames.Close(999) },
        { "close 1004", ClientFrames.Close(1004) },
        { "close 1005", ClientFrames.Close(1005) },
        { "close 1006", ClientFrames.Close(1006) },
        { "close 1015", ClientFrames.Close(1015) },
        { "close 2999", ClientFrames.Close(2999) },
        { "close 5000", ClientFrames.Close(5000) },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_BrokenFraming_Is1002(string what, byte[] bytes)
    {
        Assert.NotEmpty(what);
        Assert.Equal(["fault:ProtocolError"], FrameReading.Read(bytes));
        Assert.Equal(["fault:ProtocolError"], FrameReading.Read([.. bytes.Select(b => new[] { b })])[..1]);
    }

    [Fact]
    public void Read_CompressedBinary_Is1003()
    {
        var frame = ClientFrames.Frame(Opcode.Binary, [1, 2]);
        frame[0] |= 0x40;
        ReadOnlySpan<byte> input = frame;
        var frames = new FrameReader(1_024, deflates: true);
        Assert.Equal((FrameKind.Fault, CloseCode.UnsupportedData), (frames.Read(ref input), frames.Fault));
    }

    [Fact]
    public void Read_BrokenDeflate_SaysSo()
    {
        var frame = ClientFrames.Frame(Opcode.Text, [0xFF, 0xFF, 0xFF]);
        frame[0] |= 0x40;
        ReadOnlySpan<byte> input = frame;
        var frames = new FrameReader(1_024, deflates: true);
        Assert.Equal((FrameKind.Fault, CloseCode.InvalidPayload), (frames.Read(ref input), frames.Fault));
        Assert.Equal("The compressed message is not valid deflate.", frames.FaultReason);
    }

    [Fact]
    public void Read_Binary_Is1003() =>
        Assert.Equal(["fault:UnsupportedData"], FrameReading.Read(ClientFrames.Frame(Opcode.Binary, [1, 2])));

    [Fact]
    public void Read_AfterAFault_FindsNothingMore() =>
        Assert.Equal(["fault:UnsupportedData", "fault:UnsupportedData"], FrameReading.Read(ClientFrames.Frame(Opcode.Binary, []), ClientFrames.Text("late")));

    [Fact]
    public void Read_MessageOverTheLimit_Is1009FromItsHeaderOn() =>
        Assert.Equal(["fault:TooBig"], FrameReading.Read(100, ClientFrames.Frame(Opcode.Text, new byte[101])[..6]));

    [Fact]
    public void Read_MessageAtTheLimit_IsRead() =>
        Assert.Equal(["text:" + new string('x', 100)], FrameReading.Read(100, ClientFrames.Text(new string('x', 100))));

    [Fact]
    public void Read_FragmentsOverTheLimitTogether_Is1009() =>
        Assert.Equal(["fault:TooBig"], FrameReading.Read(100, [.. ClientFrames.Fragments(new byte[101], 60)]));

    [Fact]
    public void Read_LengthOverFourGigabytes_Is1009() =>
        Assert.Equal(["fault:TooBig"], FrameReading.Read([0x81, 0xFF, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 0]));

    // From Markus Kuhn's UTF-8 decoder test (public domain): continuation bytes alone, overlong forms, surrogates, beyond U+10FFFF, cut short.
    [Theory]
    [InlineData("80")]
    [InlineData("BF")]
    [InlineData("C0AF")]
    [InlineData("E080AF")]
    [InlineData("F08080AF")]
    [InlineData("C1BF")]
    [InlineData("EDA080")]
    [InlineData("EDBFBF")]
    [InlineData("EDA080EDB080")]
    [InlineData("F4908080")]
    [InlineData("F8888080 80")]
    [InlineData("FE")]
    [InlineData("FF")]
    [InlineData("C3")]
    [InlineData("E282")]
    [InlineData("F09F98")]
    public void Read_InvalidUtf8_Is1007HoweverItIsCut(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        byte[] message = [.. "ok "u8, .. bytes];
        Assert.Equal(["fault:InvalidPayload"], FrameReading.Read(ClientFrames.Frame(Opcode.Text, message)));
        Assert.Equal(["fault:InvalidPayload"], FrameReading.Read([.. ClientFrames.Fragments(message, 3, 4)]));
    }

    [Fact]
    public void Read_CharacterSplitOverFragments_IsWhole()
    {
        var text = "a😀ü";
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(["text:" + text], FrameReading.Read([.. ClientFrames.Fragments(bytes, 2, 3, 6)]));
    }

    [Fact]
    public void Read_CloseReasonOfInvalidUtf8_Is1007() =>
        Assert.Equal(["fault:InvalidPayload"], FrameReading.Read(ClientFrames.Frame(Opcode.Close, [0x03, 0xE8, 0xC0, 0xAF])));
}
