using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>What a page says of itself: Open Graph (ogp.me), else Twitter's cards, else HTML's own.</summary>
/// <param name="Site">The site.</param>
/// <param name="Title">The page.</param>
/// <param name="Description">What it is about.</param>
/// <param name="Image">Its picture.</param>
internal sealed record PageHead(string? Site, string? Title, string? Description, Uri? Image)
{
    // A head has some hundred at most; what many open elements cost grows with their square.
    private const int MaxTokens = 5_000;
    private const int MaxDepth = 64;
    private const int MaxSite = 80;
    private const int MaxTitle = 200;
    private const int MaxDescription = 300;

    static PageHead() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads the head of a page, and nothing behind it; null where that is no head.</summary>
    public static PageHead? Of(Fetched page)
    {
        var tokens = 0;
        var parser = new HtmlParser(new HtmlParserOptions
        {
            DisableElementPositionTracking = true,
            MaximumDepth = MaxDepth,
            SkipComments = true,
            SkipScriptText = true,
            OnToken = (_, _) =>
            {
                if (++tokens > MaxTokens)
                    throw new TooManyTokensException();
            },
        });
        try
        {
            using var bytes = new MemoryStream(page.Bytes);
            return (EncodingOf(page) is { } encoding ? parser.ParseHead(Decode(bytes, encoding)) : parser.ParseHead(bytes)) is { } head ? Of(head, page.Address) : null;
        }
        catch (Exception e) when (e is TooManyTokensException or DomException or DecoderFallbackException or InvalidOperationException)
        {
            return null;
        }
    }

    private static PageHead Of(IElement head, Uri address)
    {
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var meta in head.QuerySelectorAll("meta[content]"))
        {
            if ((meta.GetAttribute("property") ?? meta.GetAttribute("name")) is { } name && meta.GetAttribute("content") is { Length: > 0 } content)
                said.TryAdd(name.Trim(), content);
        }

        var image = First("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src");
        return new PageHead(
            PreviewText.Clean(First("og:site_name"), MaxSite) ?? SiteRules.Plain(address.Host),
            PreviewText.Clean(First("og:title", "twitter:title") ?? head.QuerySelector("title")?.TextContent, MaxTitle),
            PreviewText.Clean(First("og:description", "twitter:description", "description"), MaxDescription),
            image is not null && Uri.TryCreate(address, image.Trim(), out var uri) ? uri : null);

        string? First(params ReadOnlySpan<string> names)
        {
            foreach (var name in names)
            {
                if (said.TryGetValue(name, out var content) && !string.IsNullOrWhiteSpace(content))
                    return content;
            }

            return null;
        }
    }

    // What the bytes begin with, and then the header, go before what the page says of itself (HTML, "determining the character encoding").
    private static Encoding? EncodingOf(Fetched page)
    {
        if (page.Bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            return Encoding.UTF8;
        if (page.Charset is not { Length: > 0 } name)
            return null;
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string Decode(Stream bytes, Encoding encoding)
    {
        using var reader = new StreamReader(bytes, encoding);
        return reader.ReadToEnd();
    }

#pragma warning disable CA1032 // Thrown here alone.
    private sealed class TooManyTokensException : Exception;
#pragma warning restore CA1032
}
