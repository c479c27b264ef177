using AkkaRealtime.Outbound;

namespace AkkaRealtime.Connections.Hook;

/// <summary>Who is asked whose a token is, section <c>AkkaRealtime:ConnectHook</c>.</summary>
public sealed class ConnectHookOptions
{
    /// <summary>
    /// Where tokens are posted to that are no good ones otherwise, <c>https://app.example.com/realtime/token</c>; an address of the operator's own, so that private ones will do.
    /// Default none: nobody is asked.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>What requests are signed with, <c>whsec_</c> and 24 to 64 bytes in Base64. Needed with <see cref="Url"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>Milliseconds within which it has to answer. Default 3,000, most 10,000. Without an answer clients are told to come again.</summary>
    public int TimeoutMs { get; set; } = 3_000;

    /// <summary>Seconds for which an answer counts for the same token, as long as that hasn't expired. Default 60, most 3,600; 0 asks each time.</summary>
    public int CacheSeconds { get; set; } = 60;

    /// <summary>Tokens that this node asks about at a time; others wait. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Whether anybody is asked.</summary>
    internal bool IsOn => !string.IsNullOrEmpty(Url);

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (TimeoutMs is < 50 or > 10_000)
            yield return $"AkkaRealtime:ConnectHook:TimeoutMs is {TimeoutMs}. Set 50 to 10000: for so long a client may wait.";
        if (CacheSeconds is < 0 or > 3_600)
            yield return $"AkkaRealtime:ConnectHook:CacheSeconds is {CacheSeconds}. Set 0 to 3600: for so long a token may count that is none any more.";
        if (Concurrency is < 1 or > 1_000)
            yield return $"AkkaRealtime:ConnectHook:Concurrency is {Concurrency}. Set 1 to 1000.";
        if (!IsOn)
            yield break;
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return $"AkkaRealtime:ConnectHook:Url is '{Url}'. Set an address as https://app.example.com/realtime/token.";
        if (Secret is null || !RequestSignature.IsSecret(Secret))
            yield return "AkkaRealtime:ConnectHook:Secret is missing, or is none. Set the output of: echo whsec_$(openssl rand -base64 32)";
    }
}
