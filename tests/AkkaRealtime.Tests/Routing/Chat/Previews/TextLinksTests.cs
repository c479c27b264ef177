using AkkaRealtime.Routing.Chat.Previews;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class TextLinksTests
{
    [Theory]
    [InlineData("no link", "")]
    [InlineData("https://example.com", "https://example.com")]
    [InlineData("see https://example.com/a_(b). And (http://example.org/?q=1)!", "https://example.com/a_(b) http://example.org/?q=1")]
    [InlineData("[there](https://example.com/a),then", "https://example.com/a")]
    [InlineData("**https://example.com/a**", "https://example.com/a")]
    [InlineData("<https://example.com/a>", "https://example.com/a")]
    [InlineData("HTTPS://Example.com/A", "HTTPS://Example.com/A")]
    [InlineData("https://a.example https://a.example https://b.example", "https://a.example https://b.example")]
    [InlineData("`https://a.example` https://b.example `c", "https://b.example")]
    [InlineData("```\nhttps://a.example\n```\nhttps://b.example", "https://b.example")]
    [InlineData("```\nhttps://a.example", "")]
    [InlineData("ftp://example.com javascript://example.com file:///etc/passwd", "")]
    [InlineData("https://user:secret@example.com https://example.com@evil.example", "")]
    [InlineData("https:// http://. https://?", "")]
    public void Links_AreThoseThatThePageShows(string text, string links) => Assert.Equal(links, string.Join(' ', TextLinks.Of(text, TextLinks.Most)));

    [Fact]
    public void Links_AreNoMoreThanWanted_AndNoneIsEndless()
    {
        Assert.Equal(["https://a.example", "https://b.example"], TextLinks.Of("https://a.example https://b.example https://c.example", 2));
        Assert.Empty(TextLinks.Of("https://example.com/" + new string('a', 4_000), 3));
    }
}
