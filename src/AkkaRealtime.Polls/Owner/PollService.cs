using System.Collections.Immutable;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Store;
using AkkaRealtime.Polls.Wire;

namespace AkkaRealtime.Polls.Owner;

/// <summary>What becomes of a command.</summary>
/// <param name="Envelope">What its sender is told.</param>
/// <param name="Elsewhere">Instead: the owner of another poll is to answer this.</param>
internal sealed record PollAnswer(EncodedEnvelope? Envelope, IPollCommand? Elsewhere = null);

/// <summary>Carries out the commands of one poll: reads it, decides, appends what happened to the room's log.</summary>
internal sealed class PollService(string poll, IPollReads reads, IRooms rooms, IRoomEvents events)
{
    private static readonly RequestError NoSuchPoll = new(ErrorCode.NotFound, "There is no such poll.", "poll");

    /// <summary>Carries out a command; the one before it is done.</summary>
    /// <exception cref="Storage.StoreUnavailableException">The store can't be reached.</exception>
    public async Task<PollAnswer> DoAsync(IPollCommand command)
    {
        if (command is OpenPoll open)
            return await OpenAsync(open).ConfigureAwait(false);
        if (await reads.FindAsync(poll, CancellationToken.None).ConfigureAwait(false) is not { } found)
            return Refused(command, NoSuchPoll);
        var access = await rooms.AccessAsync(found.Room, command.By, CancellationToken.None).ConfigureAwait(false);
        if (access is not { IsMember: true })
            return Refused(command, NoSuchPoll);
        return command switch
        {
            Vote vote => await VoteAsync(found, vote).ConfigureAwait(false),
            ClosePoll close => await CloseAsync(found, close).ConfigureAwait(false),
            _ => State(command, found),
        };
    }

    private async Task<PollAnswer> OpenAsync(OpenPoll open)
    {
        var opened = await events.AppendAsync(
            open.Room,
            open.By,
            PollOpened.Type,
            new PollOpened(poll, open.Question, open.Options),
            new RoomEventOptions { CountsAsUnread = true, Key = open.Key },
            PollJson.Default.PollOpened).ConfigureAwait(false);
        if (opened.Error is { } error)
            return Refused(open, error);

        // A repetition has a new id, and its first try another one.
        var first = opened.Value!.Data;
        return first.Poll == poll
            ? State(open, new Poll(poll, open.Room, open.By, first.Question, first.Options, ImmutableDictionary<UserId, int>.Empty, Closed: false))
            : new PollAnswer(null, new GetPoll(first.Poll, open.By, open.Ref));
    }

    private async Task<PollAnswer> VoteAsync(Poll found, Vote vote)
    {
        if (!found.Closed && found.Votes.TryGetValue(vote.By, out var mine) && mine == vote.Option)
            return State(vote, found);
        var decided = found.Vote(vote.By, vote.Option);
        if (decided.Error is { } error)
            return Refused(vote, error);
        var voted = await events.AppendAsync(found.Room, vote.By, PollVoted.Type, decided.Value!, json: PollJson.Default.PollVoted).ConfigureAwait(false);
        return voted.Error is { } refused
            ? Refused(vote, refused)
            : State(vote, found with { Votes = new Dictionary<UserId, int>(found.Votes) { [vote.By] = vote.Option } });
    }

    private async Task<PollAnswer> CloseAsync(Poll found, ClosePoll close)
    {
        var decided = found.Close(close.By);
        if (decided.Error is { } error)
            return Refused(close, error);
        if (found.Closed)
            return State(close, found);
        var closed = await events.AppendAsync(found.Room, close.By, PollClosed.Type, decided.Value!, json: PollJson.Default.PollClosed).ConfigureAwait(false);
        return closed.Error is { } refused ? Refused(close, refused) : State(close, found with { Closed = true });
    }

    private static PollAnswer State(IPollCommand command, Poll poll) =>
        new(EnvelopeWriter.Write(PollState.Type, new PollState(poll.For(command.By)), PollJson.Default.PollState, command.Ref));

    private static PollAnswer Refused(IPollCommand command, RequestError error) => new(EnvelopeWriter.Error(error, command.Ref));
}
