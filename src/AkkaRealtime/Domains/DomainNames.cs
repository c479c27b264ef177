using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Domains.Handlers;

namespace AkkaRealtime.Domains;

/// <summary>Which names a domain of the host's may have.</summary>
internal static class DomainNames
{
    private const int MaxLength = 16;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What is wrong with the name of a part of a domain, as a sentence that says what to change; null where nothing is.</summary>
    public static string? PartFault(string? name) => IsName(name)
        ? null
        : $"'{name}' can't be the name of a region. Use 1 to {MaxLength} lower-case letters, digits and hyphens, such as boards.";

    /// <summary>What is wrong with a name, as a sentence that says what to change; null where nothing is.</summary>
    public static string? Fault(string? name)
    {
        if (!IsName(name))
            return $"'{name}' can't be the name of a domain. Use 1 to {MaxLength} lower-case letters, digits and hyphens, such as whiteboard.";
        return name == HandlerRouterActor.Name || WireTypes.Fault(name) is not null
            ? $"The name '{name}' belongs to AkkaRealtime. Choose another, such as whiteboard."
            : null;
    }

    private static bool IsName([NotNullWhen(true)] string? name) => name is { Length: > 0 and <= MaxLength } && !name.AsSpan().ContainsAnyExcept(Allowed);
}
