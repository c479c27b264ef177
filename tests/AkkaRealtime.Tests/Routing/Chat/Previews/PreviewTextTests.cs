using AkkaRealtime.Routing.Chat.Previews;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class PreviewTextTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(" \n\t\u200b ", null)]
    [InlineData("  one\r\n  two\u00a0x ", "one two x")]
    [InlineData("\u202egnp.exe\u202c", "gnp.exe")]
    [InlineData("a\0b\u0007c\ufffd", "abc")]
    [InlineData("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧")]
    [InlineData("a\u0301\u0301\u0301\u0301\u0301\u0301", "a\u0301\u0301\u0301\u0301")]
    [InlineData("0123456789", "0123456789")]
    [InlineData("01234567890", "012345678…")]
    [InlineData("01234567 90x", "01234567…")]
    [InlineData("01234567😀90", "01234567…")]
    public void Clean_LeavesALineThatCanBeSeen(string? text, string? clean) => Assert.Equal(clean, PreviewText.Clean(text, 10));
}
