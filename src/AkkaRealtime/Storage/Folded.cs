using System.Text;
using AkkaRealtime.Storage.Folding;

namespace AkkaRealtime.Storage;

/// <summary>
/// Texts as they are looked for: without regard to capitals, width and other compatibility forms, to diacritics of Latin, Greek, Cyrillic, Hebrew and
/// Arabic, and to what can't be seen (docs/decisions/0037). Every store and every process folds alike.
/// </summary>
public static class Folded
{
    /// <summary>A name and a topic, as one text to look in.</summary>
    public static string Of(string name, string topic) => topic.Length == 0 ? Of(name) : $"{Of(name)}\n{Of(topic)}";

    /// <summary>A text as it is looked for.</summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
#pragma warning disable CA1308 // Not for security: lower case is what is compared on both sides.
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
#pragma warning restore CA1308
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (FoldedLetters.Of(rune) is { } form)
            {
                foreach (var letter in form.EnumerateRunes())
                    Append(folded, letter);
            }
            else
                Append(folded, Rune.ToLowerInvariant(rune));
        }

        return folded.ToString();
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (rune.Value < 0x80)
            folded.Append((char)rune.Value);
        else if (rune.IsBmp && folded.Length > 0 && Composition.Of(folded[^1], (char)rune.Value) is { } one)
            folded[^1] = one;
        else
        {
            Span<char> utf16 = stackalloc char[2];
            folded.Append(utf16[..rune.EncodeToUtf16(utf16)]);
        }
    }
}
