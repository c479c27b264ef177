namespace AkkaRealtime.Storage;

/// <summary>Names as they are looked for: without regard to capitals, in any script.</summary>
public static class Folded
{
    /// <summary>A name and a topic, as one text to look in.</summary>
    public static string Of(string name, string topic) => topic.Length == 0 ? Of(name) : $"{Of(name)}\n{Of(topic)}";

    /// <summary>A text as it is looked for.</summary>
#pragma warning disable CA1308 // Not for security: lower case is what is compared on both sides.
    public static string Of(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
