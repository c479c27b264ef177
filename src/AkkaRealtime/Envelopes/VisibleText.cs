using System.Globalization;
using System.Text;

namespace AkkaRealtime.Envelopes;

/// <summary>What people write where others will read it: names and topics without what turns or hides them, and nothing that nobody can see.</summary>
internal static class VisibleText
{
    // They join emoji and letters of some scripts; all other characters of format can only mislead.
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;

    /// <summary>
    /// Whether anybody can see something of <paramref name="text"/>: it is not only white space, control and format characters, fillers, variation selectors, and
    /// what Unicode calls ignorable.
    /// </summary>
    public static bool IsIn(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (!IsInvisible(rune))
                return true;
        }

        return false;
    }

    /// <summary>
    /// <paramref name="text"/> in one line: without control characters, without those that turn the direction of what stands around them, and without other
    /// format characters; joiners and the tags of flags stay, since emoji and letters need them. Breaks and tabs become spaces, and there are none at the ends.
    /// </summary>
    public static string Line(string text) => Clean(text, lines: false);

    /// <summary>The same with its line breaks and tabs, and with its spaces as they are.</summary>
    public static string Lines(string text) => Clean(text, lines: true);

    private static string Clean(string text, bool lines)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!NeedsCleaning(text, lines))
            return lines ? text : text.Trim();
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsMisleading(rune, lines))
                clean.Append(rune);
            else if (!lines && Rune.IsWhiteSpace(rune))
                clean.Append(' ');
        }

        var result = clean.ToString();
        return lines ? result : result.Trim();
    }

    // Nearly everything is returned as it is, without a copy.
    private static bool NeedsCleaning(string text, bool lines)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsMisleading(rune, lines))
                return true;
        }

        return false;
    }

    private static bool IsMisleading(Rune rune, bool lines) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => !lines || rune.Value is not ('\n' or '\t'),
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => !lines,
        UnicodeCategory.Format => rune.Value is not (NonJoiner or Joiner or (>= 0xE0020 and <= 0xE007F)),
        _ => false,
    };

    private static bool IsInvisible(Rune rune) => Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse => true,
        _ => rune.Value is 0x034F                        // combining grapheme joiner
            or 0x115F or 0x1160 or 0x3164 or 0xFFA0      // Hangul fillers
            or 0x17B4 or 0x17B5                          // Khmer inherent vowels
            or (>= 0x180B and <= 0x180F)                 // Mongolian selectors
            or 0x2800                                    // a Braille pattern without dots
            or (>= 0xFE00 and <= 0xFE0F)                 // variation selectors
            or (>= 0xE0000 and <= 0xE0FFF),              // tags, more selectors
    };
}
