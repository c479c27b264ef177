using System.Buffers;
using AkkaRealtime.Domains.Handlers;

namespace AkkaRealtime.Domains;

/// <summary>Which names a domain of the host's may have.</summary>
internal static class DomainNames
{
    private const int Longest = 16;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>What is wrong with a name, as a sentence that says what to change; null where nothing is.</summary>
    public static string? Fault(string? name)
    {
        if (name is not { Length: > 0 and <= Longest } || name.AsSpan().ContainsAnyExcept(Allowed))
            return $"'{name}' can't be the name of a domain. Use 1 to {Longest} lower-case letters, digits and hyphens, such as whiteboard.";
        return name == HandlerRouterActor.Name || WireTypes.Fault(name) is not null
            ? $"The name '{name}' belongs to AkkaRealtime. Choose another, such as whiteboard."
            : null;
    }
}
