namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>What a stretch of a text is.</summary>
internal enum RunKind
{
    /// <summary>Letters and digits of scripts that part words by spaces: one word.</summary>
    Word,

    /// <summary>Letters of scripts that don't (Chinese, Japanese, Korean, Thai and its neighbours).</summary>
    Unspaced,

    /// <summary>One emoji.</summary>
    Emoji,
}

/// <summary>A stretch of one kind in a folded text.</summary>
internal readonly ref struct Run(RunKind kind, ReadOnlySpan<char> text)
{
    public RunKind Kind { get; } = kind;

    public ReadOnlySpan<char> Text { get; } = text;
}
