using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Envelopes;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("a")]
    [InlineData(" . ")]
    [InlineData("é")]
    [InlineData("👨‍👩‍👧")]
    [InlineData("❤️")]
    [InlineData("ก")]
    public void IsIn_SomethingToSee_IsTrue(string text) => Assert.True(VisibleText.IsIn(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\n\u00a0\u3000")]
    [InlineData("\u200b\u200d\u2060\ufeff")]
    [InlineData("\u202e\u2066\u2069")]
    [InlineData("\u3164\uffa0\u115f\u1160")]
    [InlineData("\u2800\u034f\u17b4\ufe0f")]
    [InlineData("\U000e0041\U000e0101")]
    [InlineData("\u00ad\u180e\u0000\u007f")]
    public void IsIn_OnlyInvisibleCharacters_IsFalse(string? text) => Assert.False(VisibleText.IsIn(text));

    [Theory]
    [InlineData("Kitchen", "Kitchen")]
    [InlineData("  Kitchen ", "Kitchen")]
    [InlineData("evil\u202egnp.exe", "evilgnp.exe")]
    [InlineData("\u2067Bob\u2069\u200f", "Bob")]
    [InlineData("a\u0007b\u001b[31m", "ab[31m")]
    [InlineData("a\nb\u2028c", "a b c")]
    [InlineData("zero\u200bwidth\ufeff", "zerowidth")]
    [InlineData("family 👨‍👩‍👧 می‌خواهم", "family 👨‍👩‍👧 می‌خواهم")]
    [InlineData("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f")]
    [InlineData("山田　太郎", "山田　太郎")]
    public void Line_KeepsWhatIsWritten_AndNothingThatTurnsOrHidesIt(string text, string expected) => Assert.Equal(expected, VisibleText.Line(text));

    [Fact]
    public void Lines_KeepsBreaksAndTabs() => Assert.Equal("a\n\tb  c", VisibleText.Lines("a\n\tb \u202e\r c"));

    [Fact]
    public void Line_WithNothingToChange_IsTheSameText()
    {
        var text = "Team 🚀";
        Assert.Same(text, VisibleText.Line(text));
    }
}
