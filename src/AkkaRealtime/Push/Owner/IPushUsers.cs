using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;

namespace AkkaRealtime.Push.Owner;

/// <summary>Asks users' entities, wherever they live.</summary>
internal interface IPushUsers
{
    /// <summary>Whether a user looks at what happens, or may not be disturbed; null: their entity doesn't answer.</summary>
    Task<Attention?> AttentionAsync(UserId user, CancellationToken cancel);

    /// <summary>The token that a session lives by, as revocations name it; null: not known.</summary>
    Task<string?> TokenOfAsync(UserId user, SessionId session, CancellationToken cancel);
}

/// <summary>The entities behind the region.</summary>
internal sealed class RegionPushUsers(Func<IActorRef> region) : IPushUsers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public Task<Attention?> AttentionAsync(UserId user, CancellationToken cancel) => AskAsync<Attention>(new AskAttention(user), cancel);

    /// <inheritdoc/>
    public async Task<string?> TokenOfAsync(UserId user, SessionId session, CancellationToken cancel)
    {
        var known = await AskAsync<UserSessions>(new GetSessions(user), cancel).ConfigureAwait(false);
        return known?.Sessions.FirstOrDefault(s => s.Session == session)?.Token;
    }

    private async Task<T?> AskAsync<T>(ICrossesNodes command, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await region().Ask<T>(command, Patience, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is AskTimeoutException or ActorNotFoundException)
        {
            return null;
        }
    }
}
