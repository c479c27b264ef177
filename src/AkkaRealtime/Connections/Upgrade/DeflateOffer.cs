namespace AkkaRealtime.Connections.Upgrade;

/// <summary>The negotiation of permessage-deflate (RFC 7692 §5 and §7.1).</summary>
internal static class DeflateOffer
{
    /// <summary>What is answered to an offer that is taken: neither side keeps a window between two messages.</summary>
    public const string Answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private const string Name = "permessage-deflate";

    /// <summary>Whether one of the offers in <c>Sec-WebSocket-Extensions</c> can be taken. Ours is always the largest window.</summary>
    public static bool IsAcceptable(string? extensions) =>
        extensions is not null && extensions.Split(',', StringSplitOptions.TrimEntries).Any(IsAcceptableOffer);

    private static bool IsAcceptableOffer(string offer)
    {
        var parts = offer.Split(';', StringSplitOptions.TrimEntries);
        var names = parts.Skip(1).Select(p => p.Split('=')[0].TrimEnd()).ToList();
        return parts[0].Equals(Name, StringComparison.OrdinalIgnoreCase)
            && names.Distinct(StringComparer.OrdinalIgnoreCase).Count() == names.Count
            && parts.Skip(1).All(IsAcceptableParameter);
    }

    private static bool IsAcceptableParameter(string parameter)
    {
        var equals = parameter.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? parameter : parameter[..equals].TrimEnd();
        var value = equals < 0 ? null : parameter[(equals + 1)..].Trim().Trim('"');
        return name.ToUpperInvariant() switch
        {
            "SERVER_NO_CONTEXT_TAKEOVER" or "CLIENT_NO_CONTEXT_TAKEOVER" => value is null,
            "CLIENT_MAX_WINDOW_BITS" => value is null or "8" or "9" or "10" or "11" or "12" or "13" or "14" or "15",
            "SERVER_MAX_WINDOW_BITS" => value is "15",
            _ => false,
        };
    }
}
