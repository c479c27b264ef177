using AkkaRealtime.Outbound;

namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>Who is asked before a message is taken, section <c>AkkaRealtime:BeforeSend</c>.</summary>
public sealed class BeforeSendOptions
{
    /// <summary>For <see cref="OnFailure"/>: a message that nobody has judged is taken.</summary>
    public const string Allow = "allow";

    /// <summary>For <see cref="OnFailure"/>: it is refused for now; clients send it again.</summary>
    public const string Refuse = "refuse";

    /// <summary>Where messages are posted to, <c>https://filter.example.com/messages</c>; an address of the operator's own, so that private ones will do. Default none: nobody is asked.</summary>
    public string? Url { get; set; }

    /// <summary>What requests are signed with, <c>whsec_</c> and 24 to 64 bytes in Base64. Needed with <see cref="Url"/>.</summary>
    public string? Secret { get; set; }

    /// <summary>Milliseconds within which it has to answer: for so long a message may wait. Default 1,000, most 10,000.</summary>
    public int TimeoutMs { get; set; } = 1_000;

    /// <summary>What becomes of a message where there is no good answer: <see cref="Refuse"/>, which is the default, or <see cref="Allow"/>.</summary>
    public string OnFailure { get; set; } = Refuse;

    /// <summary>Messages of this node that it is asked about at a time; others wait. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (OnFailure is not (Allow or Refuse))
            yield return $"AkkaRealtime:BeforeSend:OnFailure is '{OnFailure}'. Set {Allow} or {Refuse}.";
        if (TimeoutMs is < 50 or > 10_000)
            yield return $"AkkaRealtime:BeforeSend:TimeoutMs is {TimeoutMs}. Set 50 to 10000: for so long a message may wait.";
        if (Concurrency is < 1 or > 1_000)
            yield return $"AkkaRealtime:BeforeSend:Concurrency is {Concurrency}. Set 1 to 1000.";
        if (string.IsNullOrEmpty(Url))
            yield break;
        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return $"AkkaRealtime:BeforeSend:Url is '{Url}'. Set an address as https://filter.example.com/messages.";
        if (Secret is null || !RequestSignature.IsSecret(Secret))
            yield return "AkkaRealtime:BeforeSend:Secret is missing, or is none. Set the output of: echo whsec_$(openssl rand -base64 32)";
    }
}
