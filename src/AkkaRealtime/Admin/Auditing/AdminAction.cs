using Akka.Actor;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin.Auditing;

/// <summary>Something that an operator has done, or tried to.</summary>
/// <param name="Id">Its id; ids grow with time.</param>
/// <param name="At">When it was answered.</param>
/// <param name="Key">Whose key, by the beginning of its hash, as in the server's log.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path: what was done, and to whom.</param>
/// <param name="Status">How it was answered.</param>
/// <param name="Address">From where; null where that isn't known.</param>
public sealed record AdminAction(string Id, DateTimeOffset At, string Key, string Method, string Path, int Status, string? Address)
{
    /// <summary>For so long actions are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(365);
}

/// <summary>Keeps an action. Answered with <see cref="Saved"/>.</summary>
public sealed record SaveAction(IActorRef Owner, AdminAction Action) : JournalEntry(Owner);

/// <summary>Reads of what operators have done. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IAuditLog
{
    /// <summary>Actions, the last one first: at most <paramref name="limit"/>, before the given one, and only those whose path has <paramref name="query"/> in it.</summary>
    Task<IReadOnlyList<AdminAction>> ListAsync(string? query, string? before, int limit, CancellationToken cancel);
}
