using System.Buffers;

namespace AkkaRealtime.Domains;

/// <summary>Which types of envelopes a host may name.</summary>
internal static class WireTypes
{
    private const int MaxLength = 64;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");

    /// <summary>The server's words before the first dot: <c>chat</c> and <c>chat.send</c> are its own, <c>chats.send</c> is not. The web client and the docs name the same.</summary>
    public static IReadOnlyList<string> ReservedWords { get; } = ["session", "chat", "call", "status", "people", "topic", "push", "error"];

    /// <summary>What is wrong with a type, as a sentence that says what to change; null where nothing is.</summary>
    public static string? Fault(string? type)
    {
        if (type is not { Length: > 0 and <= MaxLength } || type.AsSpan().ContainsAnyExcept(Allowed) || type[0] == '.' || type[^1] == '.')
            return $"'{type}' can't be the type of an envelope. Use 1 to {MaxLength} letters, digits, dots, hyphens and underscores, such as order.place.";
        var prefix = type.Split('.')[0];
        return ReservedWords.Contains(prefix, StringComparer.Ordinal)
            ? $"The type '{type}' belongs to AkkaRealtime, as do {string.Join(", ", ReservedWords)} and all below them. Choose another word before the first dot, such as order."
            : null;
    }

    /// <summary>Throws where <see cref="Fault"/> finds one.</summary>
    /// <exception cref="ArgumentException">It can't be a host's.</exception>
    public static void Check(string? type, string parameter)
    {
        if (Fault(type) is { } fault)
            throw new ArgumentException(fault, parameter);
    }
}
