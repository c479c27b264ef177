using System.Text;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>The links in a text, as the page shows them (docs/chat.md, Formatting): of the web, not in code, without a user name in them.</summary>
internal static partial class TextLinks
{
    /// <summary>The most links of a message that are ever looked at.</summary>
    public const int Most = 10;

    private const int MaxLength = 2_048;

    /// <summary>The first <paramref name="most"/> of them, each once, as they stand in the text.</summary>
    public static IReadOnlyList<string> Of(string text, int most)
    {
        // Hardly any message has one: that costs nothing then.
        if (!text.Contains("://", StringComparison.Ordinal))
            return [];
        var links = new List<string>();
        var plain = WithoutCode(text);
        foreach (var match in Link().EnumerateMatches(plain))
        {
            var link = Trimmed(plain.AsSpan(match.Index, match.Length));
            if (link.Length <= MaxLength && !links.Contains(link.ToString()) && Address(link.ToString()) is not null)
                links.Add(link.ToString());
            if (links.Count == most)
                break;
        }

        return links;
    }

    /// <summary>Where a link leads; null where it is none that may be followed.</summary>
    public static Uri? Address(string link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Length == 0 && uri.IdnHost.Length > 0
            ? uri
            : null;

    // What stands between fences, which begin a line, and between backticks of a line: one pass, whatever is written.
    private static string WithoutCode(string text)
    {
        if (!text.Contains('`', StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder(text.Length);
        var isFenced = false;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.TrimStart(' ').StartsWith("```"))
                isFenced = !isFenced;
            else if (!isFenced)
                AppendWithoutCode(plain, line);
            plain.Append('\n');
        }

        return plain.ToString();
    }

    private static void AppendWithoutCode(StringBuilder plain, ReadOnlySpan<char> line)
    {
        while (line.IndexOf('`') is >= 0 and var begin)
        {
            var length = line[(begin + 1)..].IndexOf('`');
            if (length < 0)
                break;
            plain.Append(line[..begin]).Append(' ');
            line = line[(begin + length + 2)..];
        }

        plain.Append(line);
    }

    // The full stop after a link, and a bracket that was opened before it, belong to the sentence.
    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> link)
    {
        var unopened = link.Count(')') - link.Count('(');
        for (; link.Length > 0; link = link[..^1])
        {
            if (link[^1] == ')' && unopened > 0)
                unopened--;
            else if (!".,;:!?*_~".Contains(link[^1], StringComparison.Ordinal))
                break;
        }

        return link;
    }

    [GeneratedRegex("""(?<=\]\()https?://[^\s<>"'\\()]+(?=\))|https?://[^\s<>"'\\]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Link();
}
