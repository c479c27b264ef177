namespace AkkaRealtime.Polls.Wire;

/// <summary><c>poll.opened</c>: a poll was opened; its author is the event's <c>by</c>. It counts as unread.</summary>
public sealed record PollOpened(string Poll, string Question, IReadOnlyList<string> Options)
{
    /// <summary>The event's type.</summary>
    public const string Type = "poll.opened";
}

/// <summary><c>poll.voted</c>: a member voted, and this is how the votes stand now.</summary>
public sealed record PollVoted(string Poll, int Option, IReadOnlyList<int> Votes)
{
    /// <summary>The event's type.</summary>
    public const string Type = "poll.voted";
}

/// <summary><c>poll.closed</c>: nobody can vote any more.</summary>
public sealed record PollClosed(string Poll)
{
    /// <summary>The event's type.</summary>
    public const string Type = "poll.closed";
}
