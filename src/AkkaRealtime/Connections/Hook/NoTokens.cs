namespace AkkaRealtime.Connections.Hook;

/// <summary>Knows no token: for a host without authentication, where another server is asked about all of them.</summary>
internal sealed class NoTokens : ITokenValidator
{
    /// <inheritdoc/>
    public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel) => default;
}
