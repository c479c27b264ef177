using System.Text;

namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>Finds words in texts, however they are written; it is made once and never changes.</summary>
internal sealed class WordFilter
{
    // Dots, as asterisks would make what stands between them bold.
    private const char Dot = '•';

    private readonly WordTree _words = new();
    private readonly WordTree _asTheyLook = new();

    /// <summary>Finds these.</summary>
    /// <param name="entries">Words and phrases; with <c>*</c> at the end, their beginnings.</param>
    /// <param name="masks">Whether what is found is replaced, and not refused.</param>
    public WordFilter(IEnumerable<string> entries, bool masks)
    {
        Masks = masks;
        foreach (var entry in entries)
        {
            var letters = FoldedWords.Of(entry);
            var isBeginning = entry.AsSpan().TrimEnd().EndsWith('*');
            _words.Add(letters, isBeginning);
            foreach (ref var letter in letters)
                letter = letter with { Value = Lookalikes.Of(letter.Value) };
            _asTheyLook.Add(letters, isBeginning);
        }
    }

    /// <summary>Whether what is found is replaced by dots; otherwise it is refused.</summary>
    public bool Masks { get; }

    /// <summary>Whether a text has one of the words.</summary>
    public bool IsIn(string text) => Find(text, null);

    /// <summary>The text with dots in the place of each letter of what was found; the very text where nothing was.</summary>
    public string Mask(string text)
    {
        var found = new List<Range>();
        if (!Find(text, found))
            return text;
        var masked = text.ToCharArray();
        foreach (var range in found)
        {
            var (start, length) = range.GetOffsetAndLength(text.Length);
            foreach (ref var letter in masked.AsSpan(start, length))
            {
                if (!char.IsWhiteSpace(letter))
                    letter = char.IsLowSurrogate(letter) ? '\0' : Dot;
            }
        }

        return new StringBuilder().Append(masked).Replace("\0", "").ToString();
    }

    private bool Find(string text, List<Range>? found)
    {
        var letters = FoldedWords.Of(text);
        var any = Find(_words, letters, found, mixedOnly: false);
        return (any && found is null) || (Lookalikes.Replace(letters) && Find(_asTheyLook, letters, found, mixedOnly: true)) || any;
    }

    private static bool Find(WordTree words, ReadOnlySpan<FoldedLetter> letters, List<Range>? found, bool mixedOnly)
    {
        var any = false;
        for (var at = 0; at < letters.Length; at++)
        {
            if (!letters[at].Begins || words.Find(letters, at) is not (> 0 and var end) || (mixedOnly && !HasMixed(letters[at..end])))
                continue;
            any = true;
            if (found is null)
                return true;
            found.Add(letters[at].Start..letters[end - 1].End);
            at = end - 1;
        }

        return any;
    }

    private static bool HasMixed(ReadOnlySpan<FoldedLetter> letters)
    {
        foreach (var letter in letters)
        {
            if (letter.IsOfMixedWord)
                return true;
        }

        return false;
    }
}
