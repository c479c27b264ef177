using System.Globalization;
using System.Text;

namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>What search takes single characters for.</summary>
internal static class Characters
{
    /// <summary>What a character makes a run of; null where it only parts others.</summary>
    public static RunKind? KindOf(Rune rune)
    {
        if (rune.IsAscii)
            return char.IsAsciiLetterOrDigit((char)rune.Value) ? RunKind.Word : null;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.DecimalDigitNumber => RunKind.Word,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or
                UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or
                UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => IsUnspaced(rune.Value) ? RunKind.Unspaced : RunKind.Word,
            UnicodeCategory.OtherSymbol when IsPicture(rune.Value) => RunKind.Emoji,
            _ => null,
        };
    }

    /// <summary>One of the letters that make a flag.</summary>
    public static bool IsFlagLetter(Rune rune) => rune.Value is >= 0x1F1E6 and <= 0x1F1FF;

    // From the arrows on, without what draws boxes, and the stand-ins for what isn't a character.
    private static bool IsPicture(int value) => value >= 0x2190 && value is not (>= 0x2500 and <= 0x259F or 0xFFFC or 0xFFFD);

    private static bool IsUnspaced(int value) => value is
        (>= 0x0E00 and <= 0x0EFF) or // Thai, Lao
        (>= 0x1000 and <= 0x109F) or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAA7F) or // Myanmar
        (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF) or // Hangul
        (>= 0x1780 and <= 0x17FF) or // Khmer
        (>= 0x2E80 and <= 0x31FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or // Han, kana, bopomofo
        (>= 0x1B000 and <= 0x1B16F) or (>= 0x20000 and <= 0x3FFFF);
}
