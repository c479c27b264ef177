using AkkaRealtime.Envelopes;
using AkkaRealtime.Polls.Wire;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Polls.Store;

/// <summary>The changes of rows that follow from events, as a kind of store carries them out.</summary>
internal interface IPollRows
{
    /// <summary>Adds a poll.</summary>
    void Add(RoomId room, UserId by, PollOpened poll);

    /// <summary>Keeps a member's vote, their last one.</summary>
    void Vote(string poll, UserId voter, int option);

    /// <summary>Closes a poll.</summary>
    void Close(string poll);

    /// <summary>Forgets a user's polls and votes in a room.</summary>
    void Forget(RoomId room, UserId user);
}

/// <summary>What follows from the events of a room's log for polls; the same on every kind of store.</summary>
internal static class PollProjection
{
    /// <summary>Derives what an event changes; of events that are not about polls, only that a user is erased.</summary>
    public static void Apply(LogRoom room, LogEvent e, IPollRows rows)
    {
        switch (e)
        {
            case DomainEvent { Type: PollOpened.Type } opened:
                rows.Add(room.Id, e.By, opened.Read(PollJson.Default.PollOpened));
                break;
            case DomainEvent { Type: PollVoted.Type } voted:
                var vote = voted.Read(PollJson.Default.PollVoted);
                rows.Vote(vote.Poll, e.By, vote.Option);
                break;
            case DomainEvent { Type: PollClosed.Type } closed:
                rows.Close(closed.Read(PollJson.Default.PollClosed).Poll);
                break;
            case ChatErased erased:
                rows.Forget(room.Id, erased.User);
                break;
        }
    }
}
