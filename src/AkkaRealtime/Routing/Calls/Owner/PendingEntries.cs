using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>The requests on their way into a room's calls, at most one of each connection; each is given up after five seconds.</summary>
internal sealed class PendingEntries(RoomId room)
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(5);

    private readonly List<PendingEntry> _entries = [];
    private long _tokens;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>When the first is given up, or its question put again; null: there is none.</summary>
    public DateTimeOffset? Next => IsEmpty ? null : _entries.Min(e => e.AsksAgainAt < e.Deadline ? e.AsksAgainAt.Value : e.Deadline);

    /// <summary>Adds a request that needs somebody else's answer.</summary>
    public PendingEntry Add(CallCommand command, IActorRef connection, DateTimeOffset now)
    {
        var entry = new PendingEntry(command, connection, $"{room.Value}/{++_tokens}", now + AnswersWithin);
        _entries.Add(entry);
        return entry;
    }

    /// <summary>It is decided, or given up.</summary>
    public void Remove(PendingEntry entry) => _entries.Remove(entry);

    /// <summary>The one of a connection.</summary>
    public PendingEntry? Of(SessionId session) => _entries.Find(e => e.Command.Caller.Session == session);

    /// <summary>The one that asked for the room's members.</summary>
    public PendingEntry? AskedFor(RoomMembers members) => _entries.Find(e => e.Token == members.Token && e.Members is null);

    /// <summary>The one that still waits for an answer to this token.</summary>
    public PendingEntry? WaitingAs(string? token) => _entries.Find(e => e.Token == token && !e.AwaitsRecord && !e.AwaitsSfu);

    /// <summary>The one that asked a user's entity.</summary>
    public PendingEntry? AskedFor(EnterCallAnswer answer) =>
        _entries.Find(e => e.Entering == answer.Call && e.Command.Caller.User == answer.User && !e.AwaitsRecord && !e.AwaitsSfu);

    /// <summary>Whether the user may be about to enter the call.</summary>
    public bool IsEntering(UserId user, CallId call) => _entries.Exists(e => e.Command.Caller.User == user && e.Entering == call);

    /// <summary>Those that wait for the last call's outcome to be in the room's log.</summary>
    public IReadOnlyList<PendingEntry> AwaitingRecord() => _entries.FindAll(e => e.AwaitsRecord);

    /// <summary>Those that wait for the media server.</summary>
    public IReadOnlyList<PendingEntry> AwaitingMediaServer() => _entries.FindAll(e => e.AwaitsSfu);

    /// <summary>Those whose time is over.</summary>
    public IReadOnlyList<PendingEntry> Overdue(DateTimeOffset now) => _entries.FindAll(e => e.Deadline <= now);

    /// <summary>Those whose question has not been answered for a while.</summary>
    public IReadOnlyList<PendingEntry> Unanswered(DateTimeOffset now) => _entries.FindAll(e => e.AsksAgainAt <= now);
}
