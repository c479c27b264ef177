using System.Text;

namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>The words that the operator has named, read; or what is wrong with one of them.</summary>
/// <param name="Entries">As they were written.</param>
/// <param name="Fault">A sentence; null where all is well.</param>
internal sealed record WordList(IReadOnlyList<string> Entries, string? Fault)
{
    /// <summary>All together; the file is read once and kept in memory.</summary>
    private const int MostEntries = 100_000;

    /// <summary>Characters of one: a phrase, not a text.</summary>
    private const int MostLetters = 100;

    private const long MostBytes = 16_777_216;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What the options and their file hold now.</summary>
    public static WordList Of(ModerationOptions options)
    {
        var entries = new List<string>();
        for (var i = 0; i < options.Words.Count; i++)
        {
            if (Refuse(options.Words[i]) is { } why)
                return Wrong($"AkkaRealtime:Moderation:Words:{i} {why}");
            entries.Add(options.Words[i]);
        }

        if (!string.IsNullOrEmpty(options.WordsFile) && Read(options.WordsFile, entries) is { } fault)
            return Wrong($"AkkaRealtime:Moderation:WordsFile: {fault}");
        return entries.Count <= MostEntries ? new WordList(entries, null) : Wrong($"AkkaRealtime:Moderation names {entries.Count:N0} words. Name {MostEntries:N0} at most.");
    }

    private static WordList Wrong(string fault) => new([], fault);

    private static string? Read(string path, List<string> entries)
    {
        try
        {
            if (new FileInfo(path).Length > MostBytes)
                return $"{path} is larger than {MostBytes:N0} bytes.";
            var number = 0;
            foreach (var line in File.ReadLines(path, Strict))
            {
                number++;
                var entry = line.Trim();
                if (entry.Length == 0 || entry[0] == '#')
                    continue;
                if (Refuse(entry) is { } why)
                    return $"line {number:N0} of {path} {why}";
                entries.Add(entry);
            }

            return null;
        }
        catch (DecoderFallbackException)
        {
            return $"{path} is not UTF-8. Save it as such, one word or phrase a line.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return $"{path} can't be read: {e.Message} Name a file that the server may read, one word or phrase a line.";
        }
    }

    // It doesn't say the word: logs are read by more people than lists are.
    private static string? Refuse(string? entry)
    {
        var word = entry?.Trim() ?? "";
        if (word.Length > MostLetters)
            return $"has more than {MostLetters} characters. Name words and phrases.";
        if (word.TrimEnd('*').Contains('*', StringComparison.Ordinal) || word.EndsWith("**", StringComparison.Ordinal))
            return "has a * that is not its last character. Write the beginning of a word and one *, or the whole word.";
        return FoldedWords.Of(word).Length == 0 ? "has no letters or digits to look for. Write a word, or remove it." : null;
    }
}
