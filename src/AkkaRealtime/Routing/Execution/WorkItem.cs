using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Execution;

/// <summary>What a router was asked for and doesn't do itself: it runs outside of any actor, and its asker is told the answers.</summary>
/// <param name="Asker">Who is told.</param>
/// <param name="Session">The connection that it counts for; null for what a connection needs to begin, which is never held against it.</param>
/// <param name="Run">
/// Makes the answers, in order. Its token is cancelled when the node stops. May throw <see cref="StoreUnavailableException"/>.
/// </param>
/// <param name="Refuse">The answer that says why there is none.</param>
internal sealed record WorkItem(
    IActorRef Asker, SessionId? Session, Func<CancellationToken, Task<IReadOnlyList<object>>> Run, Func<RequestError, object> Refuse)
{
    /// <summary>What it is like.</summary>
    public WorkKind Kind { get; init; }

    /// <summary>Whose turn it takes; null for nobody's.</summary>
    public UserId? User { get; init; }
}
