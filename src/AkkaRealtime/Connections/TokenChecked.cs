using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>A token was checked, for the <c>session.auth</c> with this <c>ref</c>.</summary>
/// <param name="Identity">Who it speaks for; null where it is not good.</param>
/// <param name="Device">The device that was named.</param>
/// <param name="Ref">The <c>ref</c>.</param>
/// <param name="Failed">It could not be checked, which says nothing of the token.</param>
/// <param name="Revoked">It was good, and counts no more.</param>
internal sealed record TokenChecked(Identity? Identity, DeviceId? Device, string? Ref, bool Failed, bool Revoked = false)
{
    /// <summary>Checks the token; never throws.</summary>
    /// <param name="tokens">What it is worth.</param>
    /// <param name="auth">The request.</param>
    /// <param name="known">The device where the request names none.</param>
    /// <param name="ref">The <c>ref</c>.</param>
    public static async Task<TokenChecked> CheckAsync(TokenGate tokens, SessionAuth auth, DeviceId? known, string? @ref)
    {
        var device = auth.Device is { } name ? new DeviceId(name) : known;
        try
        {
            var verdict = await tokens.CheckAsync(auth.Token!, device, CancellationToken.None).ConfigureAwait(false);
            return new(verdict.Identity, device, @ref, Failed: false, verdict.IsRevoked);
        }
#pragma warning disable CA1031 // The validator is the host's: whatever it throws, the client is told to come again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return new(null, device, @ref, Failed: true);
        }
    }
}
