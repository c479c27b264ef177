using Akka.Actor;
using Akka.Event;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Polls.Owner;

/// <summary>
/// The owner of one poll: takes its commands one after the other, so that no vote comes behind the end. It keeps nothing in memory: each command reads the
/// poll anew, which is right also after an append whose answer was lost.
/// </summary>
public sealed class PollActor : UntypedActor
{
    // Over it, members are asked to try again: their votes must not fill the memory while the store is slow.
    private const int MaxWaiting = 1_000;
    private static readonly RequestError Busy = new(ErrorCode.Unavailable, "Polls can't be reached just now: try again.", RetryAfterMs: 1_000);
    private static readonly RequestError Failed = new(ErrorCode.Internal, "The server failed to do this.");

    private readonly PollService _service;
    private readonly DomainContext _context;
    private readonly Queue<(IPollCommand Command, IActorRef Sender)> _waiting = new();
    private bool _isBusy;

    /// <summary>Made by the domain, for one poll.</summary>
    public PollActor(string poll, DomainContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _context = context;
        _service = ActivatorUtilities.CreateInstance<PollService>(context.Services, poll);
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case IPollCommand command when _waiting.Count >= MaxWaiting:
                Sender.Tell(EnvelopeWriter.Error(Busy, command.Ref));
                break;
            case IPollCommand command:
                _waiting.Enqueue((command, Sender));
                Next();
                break;
            case Done done:
                _isBusy = false;
                Answer(done);
                Next();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Next()
    {
        if (_isBusy || !_waiting.TryDequeue(out var next))
            return;
        _isBusy = true;
        var (command, sender) = next;
        _service.DoAsync(command).PipeTo(
            Self, success: answer => new Done(command, sender, answer, null), failure: fault => new Done(command, sender, null, fault));
    }

    private void Answer(Done done)
    {
        switch (done)
        {
            case { Answer.Elsewhere: { } first }:
                _context.Owners<PollActor>().Tell(first, done.Sender);
                break;
            case { Answer.Envelope: { } envelope }:
                done.Sender.Tell(envelope);
                break;
            case { Fault: StoreUnavailableException }:
                done.Sender.Tell(EnvelopeWriter.Error(Busy, done.Command.Ref));
                break;
            default:
                Context.GetLogger().Error(done.Fault, "A poll failed.");
                done.Sender.Tell(EnvelopeWriter.Error(Failed, done.Command.Ref));
                break;
        }
    }

    // A command is done, or failed.
    private sealed record Done(IPollCommand Command, IActorRef Sender, PollAnswer? Answer, Exception? Fault);
}
