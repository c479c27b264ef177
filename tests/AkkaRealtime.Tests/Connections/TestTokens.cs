using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Connections;

/// <summary>The token "alice" is alice's; "alice/60" ends in 60 s; "bad" is bad; "down" can't be checked.</summary>
internal sealed class TestTokens(TimeProvider time) : ITokenValidator
{
    public ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel)
    {
        if (token == "down")
            throw new HttpRequestException("The keys can't be fetched.");
        if (token == "bad")
            return new((Identity?)null);
        var parts = token.Split('/');
        DateTimeOffset? end = parts.Length > 1
            ? time.GetUtcNow().AddSeconds(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))
            : null;
        return new(new Identity(new UserId(parts[0]), parts[0].ToUpperInvariant(), end));
    }
}
