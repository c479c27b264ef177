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
/// <param name="Name">Claim <c>name</c>; the user's id stands in for a blank one, and what is over 128 characters is cut off.</param>
/// <param name="ExpiresAt">Claim <c>exp</c>.</param>
public sealed record Identity(UserId User, string Name, DateTimeOffset? ExpiresAt)
{
    private const int MaxName = 128;

    /// <summary>What others see: 1 to 128 characters.</summary>
    public string Name { get; init => field = Shown(value, User); } = Shown(Name, User);

    private static string Shown(string name, UserId user)
    {
        var shown = name.Trim();
        if (shown.Length == 0)
            return user.Value;
        if (shown.Length <= MaxName)
            return shown;

        // Never half a character.
        return shown[..(char.IsHighSurrogate(shown[MaxName - 1]) ? MaxName - 1 : MaxName)];
    }
}
