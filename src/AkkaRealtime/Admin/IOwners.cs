using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin;

/// <summary>
/// Asks the owners of rooms, users and calls, wherever they live, for the operator and for background tasks; nothing on a client's way asks.
/// Throws <see cref="StoreUnavailableException"/> where no answer comes.
/// </summary>
internal interface IOwners
{
    /// <summary>Tells a room's owner, and returns its answer.</summary>
    Task<TAnswer> AskAsync<TAnswer>(IRoomCommand command, CancellationToken cancel);

    /// <summary>Tells a user's owner, and returns their answer.</summary>
    Task<TAnswer> AskAsync<TAnswer>(IUserCommand command, CancellationToken cancel);

    /// <summary>Tells the owner of a room's calls, and returns its answer.</summary>
    Task<TAnswer> AskAsync<TAnswer>(ICallCommand command, CancellationToken cancel);
}

/// <summary>The owners behind the shard regions.</summary>
/// <param name="rooms">The region of rooms.</param>
/// <param name="users">The region of users.</param>
/// <param name="calls">The region of calls.</param>
internal sealed class RegionOwners(Func<IActorRef> rooms, Func<IActorRef> users, Func<IActorRef> calls) : IOwners
{
    // Longer than the journal holds anybody while its database is away; a restarted owner answers within it too.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Task<TAnswer> AskAsync<TAnswer>(IRoomCommand command, CancellationToken cancel) => AskAsync<TAnswer>(rooms(), command, cancel);

    /// <inheritdoc/>
    public Task<TAnswer> AskAsync<TAnswer>(IUserCommand command, CancellationToken cancel) => AskAsync<TAnswer>(users(), command, cancel);

    /// <inheritdoc/>
    public Task<TAnswer> AskAsync<TAnswer>(ICallCommand command, CancellationToken cancel) => AskAsync<TAnswer>(calls(), command, cancel);

    private static async Task<TAnswer> AskAsync<TAnswer>(IActorRef region, ICrossesNodes command, CancellationToken cancel)
    {
        try
        {
            return await region.Ask<TAnswer>(command, Patience, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or ActorNotFoundException)
        {
            throw new StoreUnavailableException("The owner did not answer.", e);
        }
    }
}
