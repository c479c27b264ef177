using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Hooks;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Execution;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>
/// The part of the chat router that has messages judged before they go on (<see cref="BeforeSend"/>), on a <see cref="BoundedExecutor"/> of its own: those of one connection one after the
/// other, beside everybody else's. It outlives a restart of the router, so that none is forgotten.
/// </summary>
internal sealed class JudgedMessages(BeforeSend hook, ExecutorLimits limits, RealtimeMetrics metrics, ILogger log) : IDisposable
{
    private readonly BoundedExecutor _lane = new("before-send", limits, ChatErrors.Unavailable, metrics, log, Tell);

    /// <summary>Holds a message until it is judged; <paramref name="router"/> is told <see cref="Judged"/> then, or the asker why not. False where it isn't to be judged.</summary>
    public bool TryHold(ClientRequest request, IActorRef asker, IActorRef router)
    {
        if (!hook.Concerns(request.Body))
            return false;
        _lane.Submit(new WorkItem(asker, request.Caller.Session, cancel => JudgeAsync(request, router, cancel), error => EnvelopeWriter.Error(error, request.Ref))
        {
            User = request.Caller.User,
        });
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _lane.Dispose();

    private static void Tell(object answer, IActorRef asker)
    {
        if (answer is Judged judged)
            judged.Router.Tell(judged, asker);
        else
            asker.Tell(answer, ActorRefs.NoSender);
    }

    private async Task<IReadOnlyList<object>> JudgeAsync(ClientRequest request, IActorRef router, CancellationToken cancel)
    {
        var (body, error) = await hook.JudgeAsync(request.Caller.User, (IRoomRequest)request.Body, cancel).ConfigureAwait(false);
        return error is null ? [new Judged(request with { Body = body }, router)] : [EnvelopeWriter.Error(error, request.Ref)];
    }
}

/// <summary>A message that may go on; its sender is the connection.</summary>
internal sealed record Judged(ClientRequest Request, IActorRef Router) : INoSerializationVerificationNeeded;
