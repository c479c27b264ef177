namespace AkkaRealtime.Connections;

/// <summary>Checks bearer tokens, in whichever of the four ways of protocol §2 they came. The host decides what a good one is.</summary>
public interface ITokenValidator
{
    /// <summary>The identity in <paramref name="token"/>, or null where it is invalid, expired, or not for us.</summary>
    ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel);
}
