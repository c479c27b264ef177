using AkkaRealtime.Routing.Chat.Store.Search;

namespace AkkaRealtime.Tests.Routing.Chat.Store.Search;

public sealed class TokenizerTests
{
    [Theory]
    [InlineData("The quick, brown fox!", "the quick brown fox")]
    [InlineData("PROJ-1234 covid-19 covid19", "proj 1234 covid 19 covid19")]
    [InlineData("a.b+c@example.org", "a b c example org")]
    [InlineData("https://example.org/Some_Path?q=1", "https example org some path q 1")]
    [InlineData("C:\\Temp\\log-2026.txt", "c temp log 2026 txt")]
    [InlineData("Straße Zürich", "strasse zurich")]
    [InlineData("東京都", "東京 京都 都")]
    [InlineData("京", "京")]
    [InlineData("2024年", "2024 年")]
    [InlineData("東京tower", "東京 京 tower")]
    [InlineData("서울특별시", "서울 울특 특별 별시 시")]
    [InlineData("こんにちは、ｶﾞｽ", "こん んに にち ちは は ガス ス")]
    [InlineData("กรุงเทพ", "กร รุ ุง งเ เท ทพ พ")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("👍🏽 ❤️ ok👍👍", "👍 ❤ ok 👍 👍")]
    [InlineData("👨\u200D👩\u200D👧", "👨 👩 👧")]
    [InlineData("🇪🇺🇩🇪", "🇪🇺 🇩🇪")]
    [InlineData("don't", "don t")]
    [InlineData("*** --- \0 ...", "")]
    [InlineData("", "")]
    public void Tokens_OfAText_AreItsWords(string text, string tokens) => Assert.Equal(tokens, string.Join(' ', Tokenizer.Tokens(text)));

    [Fact]
    public void Tokens_OfALongWord_IsItsBeginning()
    {
        Assert.Equal([new string('a', 64)], Tokenizer.Tokens(new string('a', 1_000)));
        Assert.Equal([string.Concat(Enumerable.Repeat("𐐨", 64))], Tokenizer.Tokens(string.Concat(Enumerable.Repeat("𐐨", 100))));
    }

    [Fact]
    public void Tokens_OfALongText_AreBounded()
    {
        Assert.Equal(16_000, Tokenizer.Tokens(string.Concat(Enumerable.Repeat("a ", 20_000))).Count);
        Assert.Equal(16_000, Tokenizer.Tokens(new string('京', 20_000)).Count);
    }

    [Theory]
    [InlineData("fox", "fox*")]
    [InlineData("Quick  FOX", "quick fox*")]
    [InlineData("follow-up", "follow+up*")]
    [InlineData("follow-up now", "follow+up now*")]
    [InlineData("c++", "c*")]
    [InlineData("a -- b", "a b*")]
    [InlineData("東京都", "東京+京都*")]
    [InlineData("京 x", "京* x*")]
    [InlineData("東京 x", "東京* x*")]
    [InlineData("東京tower x", "東京+京+tower x*")]
    [InlineData("( \" ' \\ \0", "")]
    public void Of_AQuery_IsItsWords(string query, string terms) =>
        Assert.Equal(terms, string.Join(' ', SearchTerm.Of(query).Select(t => string.Join('+', t.Tokens) + (t.IsPrefix ? "*" : ""))));

    [Fact]
    public void Of_ALongQuery_IsBounded() => Assert.Equal(200, SearchTerm.Of(new string('ﷺ', 200)).Sum(t => t.Tokens.Count));
}
