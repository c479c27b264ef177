using System.Globalization;
using System.Text;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>Texts of strange pages as people may be shown them: a line, without what can't be seen, turns the direction or stacks up.</summary>
internal static class PreviewText
{
    private const int MaxMarks = 4;
    private const char Joiner = '\u200d';
    private const char NonJoiner = '\u200c';

    /// <summary>The text, cut to <paramref name="most"/> characters; null where nothing is left to see.</summary>
    public static string? Clean(string? text, int most)
    {
        if (text is null)
            return null;
        var clean = new StringBuilder(Math.Min(text.Length, most));
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length > most)
                break;
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (Rune.IsWhiteSpace(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                    clean.Append(' ');
            }
            else if (marks <= MaxMarks && IsSeen(rune, category))
            {
                clean.Append(rune);
            }
        }

        var line = clean.ToString().Trim(' ', Joiner, NonJoiner);
        return line.Length == 0 ? null : line.Length <= most ? line : Cut(line, most);
    }

    private static bool IsSeen(Rune rune, UnicodeCategory category) => rune != Rune.ReplacementChar && (rune.Value is Joiner or NonJoiner
        || category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate));

    private static string Cut(string line, int most)
    {
        var end = most - 1;
        if (char.IsHighSurrogate(line[end - 1]))
            end--;
        return line[..end].TrimEnd() + "…";
    }
}
