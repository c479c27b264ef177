using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Store;

/// <summary>Users as they are looked for.</summary>
internal static class FoundUsers
{
    /// <summary>Whether the id or the name holds <paramref name="wanted"/>, which is folded; null: all do.</summary>
    public static bool IsFoundBy(this StoredUser user, string? wanted) =>
        wanted is null || Folded.Of(user.User.Value).Contains(wanted, StringComparison.Ordinal) || Folded.Of(user.Name).Contains(wanted, StringComparison.Ordinal);
}
