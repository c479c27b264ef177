using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>The two users of a direct room as one unique text; a user's id never holds the bar.</summary>
internal static class Pair
{
    /// <summary>The pair of two users, in whatever order they are given.</summary>
    public static string Of(UserId one, UserId other) => string.CompareOrdinal(one.Value, other.Value) <= 0
        ? $"{one.Value}|{other.Value}"
        : $"{other.Value}|{one.Value}";

    /// <summary>The one of <paramref name="pair"/> who isn't <paramref name="user"/>; the user, in a room with themselves.</summary>
    public static UserId Other(string pair, UserId user)
    {
        var bar = pair.IndexOf('|', StringComparison.Ordinal);
        var first = pair[..bar];
        return new UserId(first == user.Value ? pair[(bar + 1)..] : first);
    }
}
