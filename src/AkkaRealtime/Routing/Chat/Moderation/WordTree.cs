namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>Words and phrases by their letters: whoever looks from the beginning of a word sees after a letter or two, mostly, that none of them is there.</summary>
internal sealed class WordTree
{
    private readonly Node _root = new();

    /// <summary>Adds a word or phrase.</summary>
    /// <param name="letters">Folded.</param>
    /// <param name="isBeginning">It stands for all words that begin so.</param>
    public void Add(ReadOnlySpan<FoldedLetter> letters, bool isBeginning)
    {
        var node = _root;
        foreach (var letter in letters)
        {
            if (!node.Next.TryGetValue(letter.Value, out var next))
                node.Next[letter.Value] = next = new Node();
            node = next;
        }

        node.IsWord = true;
        node.IsBeginning |= isBeginning;
    }

    /// <summary>Where the longest of them ends that begins at <paramref name="start"/>; 0 where none does.</summary>
    public int Find(ReadOnlySpan<FoldedLetter> text, int start)
    {
        var (node, found) = (_root, 0);
        for (var at = start; at < text.Length && node.Next.TryGetValue(text[at].Value, out var next); at++)
        {
            node = next;
            if (node.IsBeginning)
                found = EndOfWord(text, at + 1);
            else if (node.IsWord && IsEnd(text, at + 1))
                found = Math.Max(found, at + 1);
        }

        return found;
    }

    private static int EndOfWord(ReadOnlySpan<FoldedLetter> text, int at)
    {
        while (!IsEnd(text, at))
            at++;
        return at;
    }

    private static bool IsEnd(ReadOnlySpan<FoldedLetter> text, int at) => at == text.Length || text[at].Begins || text[at].Value == ' ';

    private sealed class Node
    {
        public Dictionary<char, Node> Next { get; } = [];

        public bool IsWord { get; set; }

        public bool IsBeginning { get; set; }
    }
}
