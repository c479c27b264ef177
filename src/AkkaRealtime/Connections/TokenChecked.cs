using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>A token was checked, for the <c>session.auth</c> with this <c>ref</c>.</summary>
/// <param name="Identity">Who it speaks for; null where it is not good.</param>
/// <param name="Device">The device that was named.</param>
/// <param name="Ref">The <c>ref</c>.</param>
/// <param name="Failed">It could not be checked, which says nothing of the token.</param>
internal sealed record TokenChecked(Identity? Identity, DeviceId? Device, string? Ref, bool Failed)
{
    /// <summary>Checks the token; never throws.</summary>
    public static async Task<TokenChecked> CheckAsync(ITokenValidator tokens, SessionAuth auth, string? @ref)
    {
        var device = auth.Device is { } name ? new DeviceId(name) : (DeviceId?)null;
        try
        {
            return new(await tokens.ValidateAsync(auth.Token!, CancellationToken.None).ConfigureAwait(false), device, @ref, Failed: false);
        }
#pragma warning disable CA1031 // The validator is the host's: whatever it throws, the client is told to come again.
        catch (Exception)
#pragma warning restore CA1031
        {
            return new(null, device, @ref, Failed: true);
        }
    }
}
