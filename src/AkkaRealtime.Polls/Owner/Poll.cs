using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Wire;

namespace AkkaRealtime.Polls.Owner;

/// <summary>A poll as it is kept, and who may do what with it. Pure: no actor, no store.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Room">The room that it is in.</param>
/// <param name="By">Who opened it.</param>
/// <param name="Question">What is asked.</param>
/// <param name="Options">What can be answered.</param>
/// <param name="Votes">Who chose which option.</param>
/// <param name="Closed">Nobody can vote any more.</param>
public sealed record Poll(
    string Id, RoomId Room, UserId By, string Question, IReadOnlyList<string> Options, IReadOnlyDictionary<UserId, int> Votes, bool Closed)
{
    /// <summary>What is to be told where <paramref name="user"/> votes.</summary>
    public Reply<PollVoted> Vote(UserId user, int option)
    {
        if (Closed)
            return new RequestError(ErrorCode.Conflict, "The poll is closed.");
        if (option >= Options.Count)
            return RequestError.Bad("option", $"\"option\" is 0 to {Options.Count - 1}.");
        return new PollVoted(Id, option, Count(new Dictionary<UserId, int>(Votes) { [user] = option }.Values));
    }

    /// <summary>What is to be told where <paramref name="user"/> closes it.</summary>
    public Reply<PollClosed> Close(UserId user) => user == By
        ? new PollClosed(Id)
        : new RequestError(ErrorCode.Forbidden, "Only the author can close a poll.");

    /// <summary>As <paramref name="user"/> sees it.</summary>
    public PollView For(UserId user) => new(
        Id, Room, By, Question, Options, Count(Votes.Values), Votes.TryGetValue(user, out var mine) ? mine : null, Closed);

    private int[] Count(IEnumerable<int> votes)
    {
        var counts = new int[Options.Count];
        foreach (var vote in votes)
            counts[vote]++;
        return counts;
    }
}
