using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Tests.Storage.Files;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("report.pdf", "report.pdf")]
    [InlineData("Übersicht für Zoë.txt", "Übersicht für Zoë.txt")]
    [InlineData("家族👨‍👩‍👧.png", "家族👨‍👩‍👧.png")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\a\\b.doc", "b.doc")]
    [InlineData("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie: x=1.txt")]
    [InlineData("pic\u202egnp.exe", "picgnp.exe")]
    [InlineData("a\u2066b\u2069\u200e\u200f\ufeff.txt", "ab.txt")]
    [InlineData("tab\there\0.txt", "tabhere.txt")]
    [InlineData("  many   spaces\u00a0\u2028.txt  ", "many spaces .txt")]
    [InlineData("say \"hi\".txt", "say \"hi\".txt")]
    [InlineData("trailing...", "trailing")]
    [InlineData("lone\ud800.txt", "lone.txt")]
    [InlineData(".", "file")]
    [InlineData("..", "file")]
    [InlineData("\u200d", "file")]
    [InlineData("", "file")]
    [InlineData(null, "file")]
    public void Clean_Name_IsOneThatMayBeShown(string? name, string expected) => Assert.Equal(expected, FileNames.Clean(name));

    [Fact]
    public void Clean_LongName_KeepsItsExtension()
    {
        var clean = FileNames.Clean(new string('a', 500) + ".jpeg");

        Assert.Equal(FileNames.MaxLength, clean.Length);
        Assert.EndsWith("aaa.jpeg", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_LongNameOfEmoji_IsCutBetweenCharacters()
    {
        var clean = FileNames.Clean("x" + string.Concat(Enumerable.Repeat("😀", 200)));

        Assert.DoesNotContain(clean.EnumerateRunes(), r => r == System.Text.Rune.ReplacementChar);
    }

    [Fact]
    public void Clean_Twice_IsTheSame() => Assert.All(
        (string[])["a\u202e.b.", " . x", new string('b', 300) + ". . ."], name => Assert.Equal(FileNames.Clean(name), FileNames.Clean(FileNames.Clean(name))));
}
