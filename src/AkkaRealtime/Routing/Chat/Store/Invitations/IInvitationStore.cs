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
}

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

/// <summary>Forgets what a user was asked and has asked. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetInvitations(IActorRef Owner, UserId User) : JournalEntry(Owner);
