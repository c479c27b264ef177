using System.Text;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>
/// Makes of a text the tokens by which it is found, the same for every store (docs/decisions/0037): folded words, emoji, and of scripts without spaces
/// each two letters that stand together, and the last one alone. Each letter begins a token that way.
/// A token has neither spaces nor ASCII other than letters and digits.
/// </summary>
public static class Tokenizer
{
    /// <summary>Tokens of a text; what comes after them isn't found. Below the 16,383 places that PostgreSQL knows.</summary>
    private const int MaxTokens = 16_000;

    /// <summary>Characters of a token; words that begin alike so far are one.</summary>
    internal const int MaxLength = 64;

    /// <summary>The tokens of a text, in order.</summary>
    public static IReadOnlyList<string> Tokens(string text)
    {
        var tokens = new List<string>();
        foreach (var run in new Runs(Folded.Of(text)))
        {
            Add(tokens, run, withLast: true, MaxTokens);
            if (tokens.Count == MaxTokens)
                break;
        }

        return tokens;
    }

    /// <summary>Adds the tokens of a run.</summary>
    /// <param name="tokens">What to add to.</param>
    /// <param name="run">The run.</param>
    /// <param name="withLast">Of a script without spaces, the last letter too; a lone one is added anyhow.</param>
    /// <param name="most">No more tokens than these in all.</param>
    internal static void Add(List<string> tokens, Run run, bool withLast, int most)
    {
        if (run.Kind != RunKind.Unspaced)
        {
            if (tokens.Count < most)
                tokens.Add(Beginning(run.Text));
            return;
        }

        var rest = run.Text;
        for (var isFirst = true; !rest.IsEmpty && tokens.Count < most; isFirst = false)
        {
            var one = Length(rest);
            var two = one < rest.Length ? one + Length(rest[one..]) : one;
            if (two > one || withLast || isFirst)
                tokens.Add(rest[..two].ToString());
            rest = rest[one..];
        }
    }

    private static string Beginning(ReadOnlySpan<char> word)
    {
        if (word.Length <= MaxLength)
            return word.ToString();
        var length = 0;
        for (var i = 0; i < MaxLength && length < word.Length; i++)
            length += Length(word[length..]);
        return word[..length].ToString();
    }

    private static int Length(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out _, out var length);
        return length;
    }
}
