using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Connections;

/// <summary>Checks bearer tokens, in whichever of the four ways of protocol §2 they came. The host decides what a good one is.</summary>
public interface ITokenValidator
{
    /// <summary>The identity in <paramref name="token"/>, or null where it is invalid, expired, or not for us.</summary>
    ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel);
}

/// <summary>Who a token speaks for.</summary>
/// <param name="User">Claim <c>sub</c>.</param>
/// <param name="Name">Claim <c>name</c>; the user's id where there is none.</param>
/// <param name="ExpiresAt">Claim <c>exp</c>.</param>
public sealed record Identity(UserId User, string Name, DateTimeOffset? ExpiresAt);
