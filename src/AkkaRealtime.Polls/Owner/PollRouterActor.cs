using Akka.Actor;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Wire;

namespace AkkaRealtime.Polls.Owner;

/// <summary>Hands this node's requests to the owners of their polls, wherever those live. Requests are validated when they come here.</summary>
public sealed class PollRouterActor(DomainContext context) : UntypedActor
{
    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        if (message is ClientRequest request && Command(request) is { } command)
            context.HandOn<PollActor>(request, command, Sender);
        else
            Unhandled(message);
    }

    private static IPollCommand? Command(ClientRequest request) => (request.Body, request.Caller.User, request.Ref) switch
    {
        (PollOpenRequest r, var by, var @ref) => new OpenPoll(PollId.New(), by, @ref, r.Room!.Value, r.Key!, r.Question!, r.Options!),
        (PollVoteRequest r, var by, var @ref) => new Vote(r.Poll!, by, @ref, r.Option!.Value),
        (PollCloseRequest r, var by, var @ref) => new ClosePoll(r.Poll!, by, @ref),
        (PollGetRequest r, var by, var @ref) => new GetPoll(r.Poll!, by, @ref),
        _ => null,
    };
}
