using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using AkkaRealtime.Routing.Chat.Store.Search;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Folding;

namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>
/// A text as words are looked for in it: letters and digits as search folds them (<see cref="Folded"/>), one space for whatever stands between two words, and nothing for what can't be seen.
/// Each letter remembers where it stood. In scripts without spaces every letter begins a word, and so does every emoji.
/// </summary>
internal static class FoldedWords
{
    [ThreadStatic]
    private static List<FoldedLetter>? _letters;

    /// <summary>A text, folded; good until the next one on this thread.</summary>
    public static Span<FoldedLetter> Of(string text)
    {
        var letters = _letters ??= [];
        letters.Clear();
        var last = default(RunKind?);
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            var form = IsHidden(rune) ? "" : rune.IsAscii ? null : FoldedLetters.Of(rune);
            if (form is null)
                Add(letters, Rune.ToLowerInvariant(rune), at, end, ref last);
            else if (form.Length > 0)
            {
                foreach (var letter in form.EnumerateRunes())
                    Add(letters, letter, at, end, ref last);
            }
            else if (last is not null)
                letters[^1] = letters[^1] with { End = end };
            at = end;
        }

        return CollectionsMarshal.AsSpan(letters);
    }

    // Search takes a zero width space for a space; here it would hide a word.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Format => true,
        UnicodeCategory.Control => !Rune.IsWhiteSpace(rune),
        _ => false,
    };

    private static void Add(List<FoldedLetter> letters, Rune rune, int start, int end, ref RunKind? last)
    {
        if (Characters.KindOf(rune) is not { } kind)
        {
            last = null;
            return;
        }

        if (last is not null && !rune.IsAscii && rune.IsBmp && Composition.Of(letters[^1].Value, (char)rune.Value) is { } one)
        {
            letters[^1] = letters[^1] with { Value = one, End = end };
            return;
        }

        if (last is null && letters.Count > 0)
            letters.Add(new FoldedLetter(' ', start, start, Begins: false));
        var begins = kind != RunKind.Word || last != RunKind.Word;
        Span<char> utf16 = stackalloc char[2];
        foreach (var value in utf16[..rune.EncodeToUtf16(utf16)])
        {
            letters.Add(new FoldedLetter(value, start, end, begins));
            begins = false;
        }

        last = kind;
    }
}

/// <summary>A letter of a folded text.</summary>
/// <param name="Value">The letter, or a space between words.</param>
/// <param name="Start">Where what became of it begins in the text.</param>
/// <param name="End">Where that ends.</param>
/// <param name="Begins">It is the first of a word.</param>
/// <param name="IsOfMixedWord">It stands in a word of letters of different scripts (<see cref="Lookalikes"/>).</param>
internal readonly record struct FoldedLetter(char Value, int Start, int End, bool Begins, bool IsOfMixedWord = false);
