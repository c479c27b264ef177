namespace AkkaRealtime.Routing.Chat.Moderation;

/// <summary>What may not be said, section <c>AkkaRealtime:Moderation</c>.</summary>
public sealed class ModerationOptions
{
    /// <summary>For <see cref="WordAction"/>: what has such a word is not taken.</summary>
    public const string Refuse = "refuse";

    /// <summary>For <see cref="WordAction"/>: such words are replaced by dots.</summary>
    public const string Mask = "mask";

    /// <summary>
    /// Words and phrases that messages, names and topics of rooms may not have: whole words, in whatever capitals, with or without accents; <c>bad*</c> is all words that begin so. Default none.
    /// </summary>
    public IList<string> Words { get; } = [];

    /// <summary>
    /// A file with more of them, in UTF-8, one a line; lines that begin with <c>#</c> are comments. It is looked at again every five seconds, and used without a restart when it has changed. Default none.
    /// </summary>
    public string? WordsFile { get; set; }

    /// <summary>What becomes of a text that has one of them: <see cref="Refuse"/>, which is the default, or <see cref="Mask"/>.</summary>
    public string WordAction { get; set; } = Refuse;

    /// <summary>Whether there is anything to look for.</summary>
    internal bool IsOn => Words.Count > 0 || !string.IsNullOrEmpty(WordsFile);

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (WordAction is not (Refuse or Mask))
            yield return $"AkkaRealtime:Moderation:WordAction is '{WordAction}'. Set {Refuse} or {Mask}.";
        if (WordList.Of(this).Fault is { } fault)
            yield return fault;
    }
}
