using System.Buffers;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>A word of a query: tokens that stand one after the other.</summary>
/// <param name="Tokens">At least one.</param>
/// <param name="IsPrefix">The last of them is a beginning.</param>
public sealed record SearchTerm(IReadOnlyList<string> Tokens, bool IsPrefix)
{
    /// <summary>Tokens of a query; what comes after them is not looked for.</summary>
    private const int MaxTokens = 200;

    private static readonly SearchValues<char> Spaces =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue).Select(c => (char)c).Where(char.IsWhiteSpace)]);

    /// <summary>
    /// What a query looks for: all of its words, the last one as a beginning, since it may still be typed. Words without a letter, digit or emoji are none.
    /// </summary>
    public static IReadOnlyList<SearchTerm> Of(string query)
    {
        var terms = new List<SearchTerm>();
        var folded = Folded.Of(query).AsSpan();
        var count = 0;
        foreach (var range in folded.SplitAny(Spaces))
        {
            var term = OfWord(folded[range], MaxTokens - count);
            if (term is null)
                continue;
            terms.Add(term);
            count += term.Tokens.Count;
        }

        if (terms.Count > 0)
            terms[^1] = terms[^1] with { IsPrefix = true };
        return terms;
    }

    /// <summary>Whether the tokens of a text hold this one's.</summary>
    public bool Matches(IReadOnlyList<string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (var at = 0; at + Tokens.Count <= text.Count; at++)
        {
            if (MatchesAt(text, at))
                return true;
        }

        return false;
    }

    // A lone letter of a script without spaces is the first of two wherever another one follows; two are found as they are, beginning or not.
    private static SearchTerm? OfWord(ReadOnlySpan<char> word, int most)
    {
        var tokens = new List<string>();
        var last = RunKind.Word;
        for (var runs = new Runs(word); runs.MoveNext();)
        {
            // Where a word goes on, the last letter of a run is a token of its own, as it is in the text.
            var next = runs;
            Tokenizer.Add(tokens, runs.Current, withLast: next.MoveNext(), most);
            last = runs.Current.Kind;
        }

        return tokens.Count == 0 ? null : new SearchTerm(tokens, last == RunKind.Unspaced);
    }

    private bool MatchesAt(IReadOnlyList<string> text, int at)
    {
        var last = Tokens.Count - 1;
        for (var i = 0; i < last; i++)
        {
            if (text[at + i] != Tokens[i])
                return false;
        }

        return IsPrefix ? text[at + last].StartsWith(Tokens[last], StringComparison.Ordinal) : text[at + last] == Tokens[last];
    }
}
