using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Connections;

namespace AkkaRealtime.Admin.Bots;

/// <summary>The tokens of bots, on sockets and wherever else a user's token is taken.</summary>
internal sealed class BotTokens(Func<ApiKeys> keys) : IIssuedTokens
{
    /// <inheritdoc/>
    public bool Claims(string token) => token.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<Identity?> FindAsync(string token, CancellationToken cancel) =>
        await keys().FindAsync(SHA256.HashData(Encoding.UTF8.GetBytes(token)), cancel).ConfigureAwait(false) is { } key ? BotToken.Of(key)?.Identity : null;
}
