namespace AkkaRealtime.Connections;

/// <summary>Looks up tokens that this server has issued, and leaves all others to <paramref name="others"/>.</summary>
internal sealed class IssuedTokenValidator(IIssuedTokens issued, ITokenValidator others) : ITokenValidator
{
    /// <inheritdoc/>
    public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) =>
        issued.Claims(token) ? issued.FindAsync(token, cancel) : others.ValidateAsync(token, cancel);
}
