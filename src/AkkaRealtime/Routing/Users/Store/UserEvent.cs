using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Store;

/// <summary>A user came or went, as others are shown it. Kept, in the order in which it happened to the user, while somebody reads along.</summary>
/// <param name="Number">Its place; grows, with gaps.</param>
/// <param name="User">Who.</param>
/// <param name="Type"><see cref="Online"/> or <see cref="Offline"/>.</param>
/// <param name="At">When.</param>
public sealed record UserEvent(long Number, UserId User, string Type, DateTimeOffset At)
{
    /// <summary>The user is there.</summary>
    public const string Online = "user.online";

    /// <summary>The user has gone, or no longer shows that they are there.</summary>
    public const string Offline = "user.offline";

    /// <summary>Into how many parts users fall, so that who reads can do so side by side, each user in order.</summary>
    public const int Parts = 16;

    /// <summary>The part of a user, the same for good: FNV-1a of the id.</summary>
    public static int PartOf(UserId user)
    {
        var hash = 2_166_136_261;
        foreach (var c in user.Value)
            hash = (hash ^ c) * 16_777_619;
        return (int)(hash % Parts);
    }
}

/// <summary>Reads of who came and went; they see everything that was acknowledged.</summary>
public interface IUserEventLog
{
    /// <summary>Events of a part after a number, in order.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    Task<IReadOnlyList<UserEvent>> EventsAsync(int part, long after, int limit, CancellationToken cancel);
}
