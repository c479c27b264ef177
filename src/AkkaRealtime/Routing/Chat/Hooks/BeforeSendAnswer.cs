namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>What becomes of a message.</summary>
public sealed record BeforeSendAnswer
{
    private BeforeSendAnswer(string? text, string? refusal) => (Text, Refusal) = (text, refusal);

    /// <summary>It goes on as it is.</summary>
    public static BeforeSendAnswer Allow { get; } = new(null, null);

    /// <summary>What it says instead; null: what it said.</summary>
    public string? Text { get; }

    /// <summary>Why it is not taken, for who wrote it; null: it is.</summary>
    public string? Refusal { get; }

    /// <summary>It goes on with another text.</summary>
    public static BeforeSendAnswer Change(string text) => new(text ?? throw new ArgumentNullException(nameof(text)), null);

    /// <summary>It is not taken.</summary>
    /// <param name="reason">Why, for who wrote it.</param>
    public static BeforeSendAnswer Refuse(string reason) => new(null, reason ?? throw new ArgumentNullException(nameof(reason)));
}
