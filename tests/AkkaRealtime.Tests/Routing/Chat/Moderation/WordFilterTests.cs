using AkkaRealtime.Routing.Chat.Moderation;

namespace AkkaRealtime.Tests.Routing.Chat.Moderation;

public sealed class WordFilterTests
{
    [Theory]
    [InlineData("bad", "That is bad.")]
    [InlineData("bad", "BAD")]
    [InlineData("BAD", "so bad!")]
    [InlineData("bad", "(bad)")]
    [InlineData("bad", "_bad_ and **bad**")]
    [InlineData("bad", "b\u200Bad")] // zero width space
    [InlineData("bad", "b\u00ADa\u2060d")] // soft hyphen, word joiner
    [InlineData("bad", "b\uFE0Fad")] // variation selector
    [InlineData("bad", "b\u202Ead\u0001")] // what turns directions, and a control character
    [InlineData("bad", "ｂａｄ")]
    [InlineData("bad", "𝐛𝐚𝐝")]
    [InlineData("bad", "bàd")]
    [InlineData("bad", "ba\u0301d")]
    [InlineData("bàd", "bad")]
    [InlineData("bad", "bаd")] // Cyrillic а
    [InlineData("хуй", "xуй")] // Latin x
    [InlineData("very bad", "very bаd")] // the same in a phrase
    [InlineData("straße", "STRASSE")]
    [InlineData("ёж", "еж")]
    [InlineData("σας", "ΣΑΣ")]
    [InlineData("very bad", "A very, very\n bad day")]
    [InlineData("don't", "Don’t!")]
    [InlineData("bad*", "badly")]
    [InlineData("bad*", "bad")]
    [InlineData("very bad*", "very badly")]
    [InlineData("日本", "我是日本人")]
    [InlineData("ไทย", "ประเทศไทยสวย")]
    [InlineData("나쁜", "나쁜말")]
    [InlineData("مدرسة", "مَدْرَسَة")]
    [InlineData("बुरा", "बहुत बुरा है")]
    [InlineData("🖕", "so🖕🏽there")]
    public void IsIn_TextWithTheWord_IsTrue(string word, string text) => Assert.True(Of(word).IsIn(text));

    [Theory]
    [InlineData("bad", "")]
    [InlineData("bad", "badminton")]
    [InlineData("bad", "a forbad")]
    [InlineData("bad", "ba d")]
    [InlineData("ass", "class assessment")]
    [InlineData("bad*", "forbad")]
    [InlineData("very bad", "very good, bad")]
    [InlineData("cop", "сор")] // all of it Cyrillic, and another word: litter
    [InlineData("बुरा", "बुराई")]
    public void IsIn_TextWithoutTheWord_IsFalse(string word, string text) => Assert.False(Of(word).IsIn(text));

    [Theory]
    [InlineData("bad", "Bad, b\u200Bad and badminton", "•••, •••• and badminton")]
    [InlineData("very bad", "very \n bad", "•••• \n •••")]
    [InlineData("bad*", "so badly!", "so •••••!")]
    [InlineData("bad", "ba\u0301d", "••••")]
    [InlineData("bad", "𝐛𝐚𝐝 one", "••• one")]
    [InlineData("bad", "bаd one", "••• one")]
    [InlineData("日本", "我是日本人", "我是••人")]
    [InlineData("good", "bad", "bad")]
    public void Mask_EachLetter_IsADot(string word, string text, string masked) => Assert.Equal(masked, Of(word).Mask(text));

    [Fact]
    public void Mask_WordsInEachOther_MasksTheLongest() =>
        Assert.Equal("•••• •••, ••••", new WordFilter(["very", "very bad", "bad luck"], masks: true).Mask("very bad, very"));

    [Fact]
    public void Mask_TextWithNoneOfThem_IsTheVeryText()
    {
        var text = new string('a', 100);
        Assert.Same(text, Of("bad").Mask(text));
    }

    private static WordFilter Of(params string[] words) => new(words, masks: true);
}
