using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

public sealed class FoldedTests
{
    [Theory]
    [InlineData("Zürich", "zurich")]
    [InlineData("Zu\u0308rich", "zurich")]
    [InlineData("Straße", "strasse")]
    [InlineData("STRASSE ẞ", "strasse ss")]
    [InlineData("Đà Nẵng", "da nang")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Øre", "ore")]
    [InlineData("Æsir Œuvre", "aesir oeuvre")]
    [InlineData("Diyarbakır İzmir", "diyarbakir izmir")]
    [InlineData("ﬁle", "file")]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("ΟΔΥΣΣΕΎΣ Οδυσσεύς", "οδυσσευσ οδυσσευσ")]
    [InlineData("Ёлка Йод", "елка иод")]
    [InlineData("שָׁלוֹם", "שלום")]
    [InlineData("مُحَمَّدـ أحمد", "محمد احمد")]
    [InlineData("ｶﾞｷﾞ か\u3099 は\u309A", "ガギ が ぱ")]
    [InlineData("がパ", "がパ")]
    [InlineData("\u1112\u1161\u11AB\u1100\u116E\u11A8", "한국")]
    [InlineData("한국", "한국")]
    [InlineData("हिन्दी", "हिन्दी")]
    [InlineData("👍🏽 ❤️", "👍 ❤")]
    [InlineData("soft\u00ADhyphen\u200Dx", "softhyphenx")]
    [InlineData("a\u00A0b\u3000c", "a b c")]
    [InlineData("\U0001D4D1old", "bold")]
    public void Of_ALetterInAnyForm_IsTheSame(string text, string folded) => Assert.Equal(folded, Folded.Of(text));

    [Fact]
    public void Of_WhatIsNoText_DoesNotThrow()
    {
        Assert.Equal("a\uFFFDb", Folded.Of("a\uD800b"));
        Assert.Equal("\uFFFE\U0010FFFF", Folded.Of("\uFFFE\U0010FFFF"));
        Assert.Equal("x", Folded.Of("x\U000E0061\U000E0101"));
    }

    [Fact]
    public void Of_EachCharacter_StaysAsItIsFoldedAgain()
    {
        for (var value = 0; value < 0x30000; value++)
        {
            if (value is >= 0xD800 and <= 0xDFFF)
                continue;
            var folded = Folded.Of(char.ConvertFromUtf32(value));
            Assert.Equal(folded, Folded.Of(folded));
        }
    }
}
