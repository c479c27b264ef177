using System.Collections.Immutable;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Owner;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Polls.Store.Memory;

/// <summary>Polls in memory, for specs.</summary>
internal sealed class MemoryPollTables : IMemoryTables
{
    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryPolls();
}

/// <summary>All polls, and what writes them.</summary>
internal sealed class MemoryPolls : TableWriter, IPollRows
{
    private readonly Dictionary<string, Poll> _polls = [];

    public Poll? Find(string poll) => _polls.GetValueOrDefault(poll);

    public override void Apply(LogRoom room, LogEvent e) => PollProjection.Apply(room, e, this);

    public void Add(RoomId room, UserId by, PollOpened poll) =>
        _polls.Add(poll.Poll, new Poll(poll.Poll, room, by, poll.Question, poll.Options, ImmutableDictionary<UserId, int>.Empty, Closed: false));

    public void Vote(string poll, UserId voter, int option)
    {
        if (Find(poll) is { } found)
            _polls[poll] = found with { Votes = found.Votes.ToImmutableDictionary().SetItem(voter, option) };
    }

    public void Close(string poll)
    {
        if (Find(poll) is { } found)
            _polls[poll] = found with { Closed = true };
    }

    public void Forget(RoomId room, UserId user)
    {
        foreach (var poll in _polls.Values.Where(p => p.Room == room).ToList())
        {
            if (poll.By == user)
                _polls.Remove(poll.Id);
            else
                _polls[poll.Id] = poll with { Votes = poll.Votes.ToImmutableDictionary().Remove(user) };
        }
    }
}
