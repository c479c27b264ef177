using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>The first phase of an entity: what was kept of the user comes from the store, and what is told meanwhile waits.</summary>
internal sealed class UserLoading(UserId user, UserServices services, IActorRef self)
{
    /// <summary>The most messages that wait; more are dropped and counted (queue <c>user</c>). Between actors, delivery is at most once anyway.</summary>
    public const int MaxWaiting = 1_024;

    /// <summary>How long to wait before asking a store again that could not be reached.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly List<(object Message, IActorRef Sender)> _waiting = [];

    /// <summary>Asks the store; the entity is told <see cref="UserLoaded"/> or <see cref="UserNotLoaded"/>.</summary>
    public void Begin() => LoadAsync(services, user).PipeTo(self, failure: cause => new UserNotLoaded(cause));

    /// <summary>Puts a message off.</summary>
    public void Wait(object message, IActorRef sender)
    {
        if (_waiting.Count < MaxWaiting)
            _waiting.Add((message, sender));
        else
            services.Metrics.Drops.Add(1, new("queue", "user"), new("reason", "full"));
    }

    /// <summary>Takes out the status choices, which are not kept waiting for a store that can't be reached. Everything else goes on waiting.</summary>
    public IReadOnlyList<(SetStatus Request, IActorRef Asker)> TakeChoices()
    {
        var choices = _waiting.Where(w => w.Message is SetStatus).Select(w => ((SetStatus)w.Message, w.Sender)).ToList();
        _waiting.RemoveAll(w => w.Message is SetStatus);
        return choices;
    }

    /// <summary>All that waited, in order.</summary>
    public IReadOnlyList<(object Message, IActorRef Sender)> TakeAll()
    {
        var all = _waiting.ToArray();
        _waiting.Clear();
        return all;
    }

    private static async Task<UserLoaded> LoadAsync(UserServices services, UserId user) => new(
        await services.Store.LoadUserAsync(user, CancellationToken.None).ConfigureAwait(false),
        await services.LiveCalls.ResumeAsync(user, UserCalls.MaxCalls, CancellationToken.None).ConfigureAwait(false));
}

/// <summary>What was kept of a user.</summary>
internal sealed record UserLoaded(StoredUser? User, IReadOnlyList<ResumedCall> Calls) : INoSerializationVerificationNeeded;

/// <summary>The store could not be asked.</summary>
internal sealed record UserNotLoaded(Exception Cause) : INoSerializationVerificationNeeded;
