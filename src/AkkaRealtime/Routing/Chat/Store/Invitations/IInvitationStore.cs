using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Invitations;

/// <summary>Reads of requests to come into rooms. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IInvitationStore
{
    /// <summary>What waits for <paramref name="user"/>'s answer, the latest first: at most <paramref name="limit"/>, before the given one where there is one.</summary>
    Task<IReadOnlyList<InvitationView>> ListAsync(UserId user, string? before, int limit, CancellationToken cancel);

    /// <summary>One of them, or null.</summary>
    Task<InvitationView?> FindAsync(UserId user, string id, CancellationToken cancel);

    /// <summary>Those of <paramref name="ids"/> that wait for an answer, with whose it is.</summary>
    Task<IReadOnlyList<(UserId User, InvitationView Invitation)>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>
    /// What is kept of those that <paramref name="user"/> made or was asked, those that were declined too, by id: at most <paramref name="limit"/>, after the given one.
    /// </summary>
    Task<IReadOnlyList<KeptInvitation>> OfUserAsync(UserId user, string? after, int limit, CancellationToken cancel);

    /// <summary>How many people <paramref name="user"/> has named since when, as <see cref="CountNamed"/> keeps it; (0, no time) where that is nobody.</summary>
    Task<(int Count, DateTimeOffset Since)> NamedAsync(UserId user, CancellationToken cancel);
}

/// <summary>A request to come into a room as it is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="User">Who is asked.</param>
/// <param name="By">Who asks.</param>
/// <param name="Room">The room; null: a direct one of the two.</param>
/// <param name="At">When.</param>
/// <param name="DeclinedAt">When they declined; null: they have not.</param>
public sealed record KeptInvitation(string Id, UserId User, UserId By, RoomId? Room, DateTimeOffset At, DateTimeOffset? DeclinedAt);

/// <summary>
/// Users are asked whether they come into a room. Whom the same one has asked into the same room before is not asked again, also where they declined; nor is somebody for whom
/// <see cref="MaxWaiting"/> wait. Answered with <see cref="Saved"/>. When somebody comes into the room, what they were asked is gone.
/// </summary>
/// <param name="Owner">Who is told.</param>
/// <param name="By">Who asks.</param>
/// <param name="Room">The room, which need not be there yet; null: a direct one of the two.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Users">Who is asked, each under an id.</param>
/// <param name="At">Now: what is older than <see cref="Kept"/> is forgotten.</param>
public sealed record SaveInvitations(IActorRef Owner, UserId By, RoomId? Room, string Kind, string? Name, IReadOnlyList<(string Id, UserId User)> Users, DateTimeOffset At)
    : JournalEntry(Owner)
{
    /// <summary>Requests that may wait for one user.</summary>
    public const int MaxWaiting = 500;

    /// <summary>For so long a request waits, and one that was declined is not made again.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);
}

/// <summary>The user does not come. Answered with <see cref="Saved"/>, also where there is no such request.</summary>
public sealed record DeclineInvitation(IActorRef Owner, UserId User, string Id, DateTimeOffset At) : JournalEntry(Owner);

/// <summary>
/// A user has named so many people when rooms were made or opened to others. They are counted for a day from the first of them on. Answered with <see cref="Saved"/>.
/// </summary>
public sealed record CountNamed(IActorRef Owner, UserId User, int Count, DateTimeOffset At) : JournalEntry(Owner)
{
    /// <summary>For so long they are counted.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromDays(1);
}

/// <summary>Forgets what a user was asked and has asked, and how many they named. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetInvitations(IActorRef Owner, UserId User) : JournalEntry(Owner);
