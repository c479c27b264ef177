using AkkaRealtime.Admin.Incoming;

namespace AkkaRealtime.Tests.Admin.Incoming;

public sealed class SlackTextTests
{
    [Theory]
    [InlineData("Build *passed* in _3 min_, ~flaky~", "Build **passed** in _3 min_, ~~flaky~~")]
    [InlineData("2 * 3 * 4 = 24, a*b*c, **bold already**", "2 * 3 * 4 = 24, a*b*c, **bold already**")]
    [InlineData("<https://ci.example.com/7|build 7> of <https://ci.example.com>", "[build 7](https://ci.example.com/7) of https://ci.example.com")]
    [InlineData("<https://ci.example.com|https://ci.example.com> <mailto:ann@example.com|ann@example.com> <mailto:bob@example.com>", "https://ci.example.com ann@example.com bob@example.com")]
    [InlineData("in <#C024BE7LR|general> and <#C1>", "in #general and #C1")]
    [InlineData("<!date^1392734382^{date}|yesterday> <!subteam^S1>", "yesterday ")]
    [InlineData("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2")]
    [InlineData("`a *b* &lt;c&gt; <https://x|y>` *d*\n```\n*e* ~f~\n```", "`a *b* <c> <https://x|y>` **d**\n```\n*e* ~f~\n```")]
    [InlineData("a < b | c > d", "a < b | c > d")]
    [InlineData("no marks at all", "no marks at all")]
    public void Read_SaysTheSameInMarkdown(string slack, string markdown) => Assert.Equal(markdown, SlackText.Read(slack).Text);

    [Fact]
    public void Read_People_AreMentioned_WhereTheyCanBeUsers()
    {
        var read = SlackText.Read("<@alice> and <@bob|Bob>, not <@no user>");
        Assert.Equal(["alice", "bob"], read.Mentions.Select(user => user.Value));
        Assert.Equal("@alice and @bob, not @no user", read.Text);
    }

    [Theory]
    [InlineData("<!here> look", "@here look", "here")]
    [InlineData("<!channel> and <!here>", "@all and @here", "all")]
    [InlineData("<!everyone>", "@all", "all")]
    [InlineData("`<!channel>`", "`<!channel>`", null)]
    public void Read_Everybody_IsCalled(string slack, string markdown, string? audience)
    {
        var read = SlackText.Read(slack);
        Assert.Equal((markdown, audience), (read.Text, read.Audience));
    }
}
