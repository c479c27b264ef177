using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Store;

/// <summary>The erasure of a user, from the administrator's request to its end; what it has done is kept in the store, so that it goes on after a crash.</summary>
/// <param name="User">Who.</param>
/// <param name="RequestedAt">When the administrator asked for it.</param>
/// <param name="Phase">What is being done.</param>
/// <param name="Room">The last room that is done, in the order of ids.</param>
/// <param name="Events">Events that were emptied.</param>
/// <param name="FinishedAt">When all was done.</param>
public sealed record Erasure(
    UserId User, DateTimeOffset RequestedAt, ErasurePhase Phase, RoomId? Room = null, long Events = 0, DateTimeOffset? FinishedAt = null);

/// <summary>The steps of an erasure, in their order. Stored by name.</summary>
public enum ErasurePhase
{
    /// <summary>Sessions are closed, and what the user said is emptied, room by room.</summary>
    Rooms,

    /// <summary>Uploaded files.</summary>
    Files,

    /// <summary>Their name in calls.</summary>
    Calls,

    /// <summary>Name, status, last seen.</summary>
    Profile,

    /// <summary>What was removed goes from the store's files as well.</summary>
    Scrub,

    /// <summary>All is done.</summary>
    Done,
}
