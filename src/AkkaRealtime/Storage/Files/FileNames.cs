using System.Globalization;
using System.Text;

namespace AkkaRealtime.Storage.Files;

/// <summary>Names of files as people may be shown them.</summary>
internal static class FileNames
{
    /// <summary>Characters of a name; file systems take 255 bytes.</summary>
    public const int MaxLength = 120;

    private const string Nameless = "file";
    private const int MaxExtension = 16;

    // They join emoji and letters of some scripts; all other format characters can only mislead: "exe.gnp" after U+202E reads "png.exe".
    private const char Joiner = '\u200d';
    private const char NonJoiner = '\u200c';

    /// <summary>
    /// The last part of a path, without control and format characters (line breaks, bidi overrides, invisible ones) and lone surrogates, with single
    /// spaces, and at most <see cref="MaxLength"/> characters long, its extension kept.
    /// </summary>
    public static string Clean(string? name)
    {
        var text = name ?? "";
        text = text[(text.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
                continue;
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned:
                case UnicodeCategory.Format when rune.Value is not (Joiner or NonJoiner):
                    break;
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    if (clean.Length > 0 && clean[^1] != ' ')
                        clean.Append(' ');
                    break;
                default:
                    clean.Append(rune);
                    break;
            }
        }

        var result = Shorten(clean.ToString().Trim(' ')).TrimEnd('.', ' ');
        return result.Trim(' ', '.', Joiner, NonJoiner).Length == 0 ? Nameless : result;
    }

    private static string Shorten(string name)
    {
        if (name.Length <= MaxLength)
            return name;
        var dot = name.LastIndexOf('.');
        var extension = dot > 0 && name.Length - dot <= MaxExtension ? name[dot..] : "";
        var end = MaxLength - extension.Length;
        if (char.IsHighSurrogate(name[end - 1]))
            end--;
        return name[..end].TrimEnd() + extension;
    }
}
