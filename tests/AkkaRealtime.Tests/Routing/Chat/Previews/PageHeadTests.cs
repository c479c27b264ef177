using System.Text;
using AkkaRealtime.Routing.Chat.Previews;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class PageHeadTests
{
    private static readonly Uri Address = new("https://www.example.com/news/today?x=1");

    [Fact]
    public void Of_OpenGraph_GoesBeforeTheOthers()
    {
        var head = Of("""
            <!doctype html><html><head><title>Html</title>
            <meta name="description" content="Html's"><meta name="twitter:title" content="Twitter"><meta name="twitter:description" content="Twitter's">
            <meta property="og:site_name" content="The &amp; Site"><meta property="og:title" content="Open  Graph"><meta property="og:description" content="Its
            words"><meta property="og:image" content="/a.png"></head><body>
            """);

        Assert.Equal(new PageHead("The & Site", "Open Graph", "Its words", new Uri("https://www.example.com/a.png")), head);
    }

    [Fact]
    public void Of_TwitterAndHtml_StandInWhereThereIsNoMore()
    {
        Assert.Equal(
            new PageHead("www.example.com", "Twitter", "Words", new Uri("https://cdn.example/i.jpg")),
            Of("<title>Html</title><meta name=twitter:title content=Twitter><meta name=description content=Words><meta name=twitter:image content=https://cdn.example/i.jpg>"));
        Assert.Equal(new PageHead("www.example.com", "Html", null, null), Of("<title>\n Html \n</title><meta property=og:title content='  '>"));
        Assert.Equal(new PageHead("www.example.com", null, null, null), Of("<p>nothing</p>"));
    }

    [Fact]
    public void Of_WhatStandsInTheBody_IsNotRead() => Assert.Null(Of("<title></title><body><meta property=og:title content=Forged>")!.Title);

    [Theory]
    [InlineData("iso-8859-1", "iso-8859-1", "", "Café")]
    [InlineData("windows-1251", null, "<meta charset=windows-1251>", "Привет")]
    [InlineData("shift_jis", null, "<meta http-equiv=content-type content='text/html; charset=shift_jis'>", "日本")]
    [InlineData("utf-8", null, "", "Zoë")]
    [InlineData("utf-8", "utf-8", "<meta charset=iso-8859-1>", "Zoë")]
    [InlineData("utf-8", "no-such-charset", "<meta charset=utf-8>", "Zoë")]
    public void Of_EachCharset_IsReadByItsHeaderOrByWhatThePageSays(string charset, string? header, string meta, string title)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding(charset).GetBytes($"<html><head>{meta}<title>{title}</title>");

        Assert.Equal(title, PageHead.Of(new Fetched(Address, "text/html", header, bytes))!.Title);
    }

    // 35,000 open templates took a quarter of a minute.
    [Theory]
    [InlineData("<template><b><a>")]
    [InlineData("<meta a=b>")]
    [InlineData("<script>x</script>")]
    public void Of_AHeadWithoutEnd_IsGivenUp(string tag) => Assert.Null(Of("<head>" + string.Concat(Enumerable.Repeat(tag, 30_000))));

    [Theory]
    [InlineData("<meta property=og:image content='javascript:alert(1)'>", "javascript:alert(1)")]
    [InlineData("<meta property=og:image content='http://[x'>", null)]
    public void Of_AnyImage_IsOnlyAnAddress(string head, string? image) => Assert.Equal(image, Of(head)!.Image?.OriginalString);

    private static PageHead? Of(string html) => PageHead.Of(new Fetched(Address, "text/html", null, Encoding.UTF8.GetBytes(html)));
}
