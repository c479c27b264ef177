namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>
/// Letters of Greek and Cyrillic that look like Latin ones. No word of a language has letters of both: one that has is also read as it looks, and no other, since words of different
/// languages look alike by chance.
/// </summary>
internal static class Lookalikes
{
    private const string Cyrillic = "авсԁеһіјкӏмнорԛѕтуѵԝх";
    private const string AsCyrillic = "abcdehijklmhopqstyvwx";
    private const string Greek = "αβεηικνορτυχγ";
    private const string AsGreek = "abenikvoptuxy";

    /// <summary>The Latin letter that one looks like, or itself.</summary>
    public static char Of(char letter)
    {
        if (!IsOther(letter))
            return letter;
        var at = Cyrillic.IndexOf(letter, StringComparison.Ordinal);
        if (at >= 0)
            return AsCyrillic[at];
        at = Greek.IndexOf(letter, StringComparison.Ordinal);
        return at >= 0 ? AsGreek[at] : letter;
    }

    /// <summary>Reads all of a text as it looks, and marks the words of both kinds of letters. False, with nothing changed, where there are none.</summary>
    public static bool Replace(Span<FoldedLetter> text)
    {
        var any = false;
        for (var start = 0; start < text.Length;)
        {
            var end = start + 1;
            while (end < text.Length && !text[end].Begins && text[end].Value != ' ')
                end++;
            if (IsMixed(text[start..end]))
            {
                any = true;
                foreach (ref var letter in text[start..end])
                    letter = letter with { IsOfMixedWord = true };
            }

            start = end;
        }

        if (!any)
            return false;
        foreach (ref var letter in text)
            letter = letter with { Value = Of(letter.Value) };
        return true;
    }

    private static bool IsOther(char letter) => letter is >= '\u0370' and < '\u0530';

    private static bool IsMixed(ReadOnlySpan<FoldedLetter> word)
    {
        var (latin, other) = (false, false);
        foreach (var letter in word)
        {
            latin |= letter.Value is (>= 'a' and <= 'z') or (>= '\u00DF' and < '\u0250');
            other |= IsOther(letter.Value);
        }

        return latin && other;
    }
}
