using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Reports;

/// <summary>Reads of what users have reported. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IReportStore
{
    /// <summary>Reports by id, which is the order in which they were made: those that wait, or those that are resolved, at most <paramref name="limit"/>, after the given one.</summary>
    Task<IReadOnlyList<Report>> ListAsync(bool resolved, string? after, int limit, CancellationToken cancel);

    /// <summary>One report, or null.</summary>
    Task<Report?> FindAsync(string id, CancellationToken cancel);

    /// <summary>Reports in the order in which they were stored, of which nothing is seen before what comes earlier: at most <paramref name="limit"/>, after the given number.</summary>
    Task<IReadOnlyList<NumberedReport>> AfterAsync(long after, int limit, CancellationToken cancel);

    /// <summary>How many of a user's reports wait.</summary>
    Task<int> WaitingAsync(UserId by, CancellationToken cancel);

    /// <summary>Those that a user has made, by id: at most <paramref name="limit"/>, after the given one.</summary>
    Task<IReadOnlyList<Report>> ByAsync(UserId by, string? after, int limit, CancellationToken cancel);
}

/// <summary>A message that somebody has shown to the operator. What it says is not kept here: it stands in its room, as long as it is there.</summary>
/// <param name="Id">Its id; ids grow with time.</param>
/// <param name="Room">The room.</param>
/// <param name="Message">The message.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="By">Who reports it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">What they say of why.</param>
/// <param name="ResolvedAt">When the operator was done with it; null: it waits.</param>
/// <param name="Note">What the operator has written down.</param>
public sealed record Report(
    string Id, RoomId Room, MessageId Message, UserId Author, UserId By, DateTimeOffset At, string? Reason, DateTimeOffset? ResolvedAt = null, string? Note = null)
{
    /// <summary>For so long reports are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(180);
}

/// <summary>A report and its place in the order in which they were stored.</summary>
/// <param name="Number">Grows, with gaps; no number is used twice, whatever is removed.</param>
/// <param name="Report">The report.</param>
public sealed record NumberedReport(long Number, Report Report);

/// <summary>Keeps a report. A message that the same user has reported before is not reported again. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveReport(IActorRef Owner, Report Report) : JournalEntry(Owner);

/// <summary>The operator is done with a report; done before, it is so with another note. Answered with <see cref="Saved"/>, also where there is no such report.</summary>
public sealed record ResolveReport(IActorRef Owner, string Id, DateTimeOffset At, string? Note) : JournalEntry(Owner);

/// <summary>Forgets what a user has reported, and what was reported of theirs. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetReports(IActorRef Owner, UserId User) : JournalEntry(Owner);
