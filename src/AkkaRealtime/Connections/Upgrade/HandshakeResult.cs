using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections.Upgrade;

/// <summary>
/// What the upgrade has to do: answer with an HTTP error; or upgrade, and then either begin the connection or close it at once, which is the only
/// way to tell a browser's page why.
/// </summary>
/// <param name="Status">101 to upgrade; otherwise the HTTP status of the problem.</param>
/// <param name="Detail">A sentence for the developer of the client.</param>
internal sealed record HandshakeResult(int Status, string Detail = "")
{
    /// <summary>The client, where the connection begins. Its places in <see cref="Admission"/> are taken.</summary>
    public Accepted? Accepted { get; init; }

    /// <summary>With 503, after how many seconds to come again.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>The code to close with right after the upgrade.</summary>
    public CloseCode? CloseWith { get; init; }

    /// <summary>The subprotocol that was selected.</summary>
    public string? Protocol { get; init; }

    /// <summary>The extension that was agreed on.</summary>
    public string? Extension => Accepted is { Deflates: true } ? DeflateOffer.Answer : null;

    /// <summary>Whether to upgrade.</summary>
    public bool IsUpgrade => Status == 101;
}
