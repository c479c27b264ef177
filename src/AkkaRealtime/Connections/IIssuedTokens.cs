namespace AkkaRealtime.Connections;

/// <summary>Tokens that this server has issued itself, besides those that the host knows.</summary>
internal interface IIssuedTokens
{
    /// <summary>Whether <paramref name="token"/> looks like one: then nobody else is asked about it.</summary>
    bool Claims(string token);

    /// <summary>Who it speaks for; null where it is none, or none any more.</summary>
    ValueTask<Identity?> FindAsync(string token, CancellationToken cancel);
}
