using System.Globalization;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Store.Scheduled;

/// <summary>Reads of the messages that users have scheduled. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where the store cannot be reached.</summary>
public interface IScheduledStore
{
    /// <summary>What a user has scheduled, the earliest first: at most <paramref name="limit"/>, behind the given place.</summary>
    Task<IReadOnlyList<ScheduledMessage>> OfAsync(UserId user, ScheduledCursor? after, int limit, CancellationToken cancel);

    /// <summary>One of them, or null.</summary>
    Task<ScheduledMessage?> FindAsync(UserId user, string id, CancellationToken cancel);

    /// <summary>How many a user has.</summary>
    Task<int> CountAsync(UserId user, CancellationToken cancel);

    /// <summary>Anybody's that are to be sent by now and have not failed, the earliest <see cref="ScheduledMessage.Due"/> first: at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<ScheduledMessage>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancel);
}

/// <summary>A message that its user wants sent at a time to come.</summary>
/// <param name="Id">Its id, by which it can be sent once only.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Room">Where it goes.</param>
/// <param name="At">When, as its user has it.</param>
/// <param name="Content">What it says, and why it could not be sent: opaque JSON.</param>
public sealed record ScheduledMessage(string Id, UserId User, RoomId Room, DateTimeOffset At, ReadOnlyMemory<byte> Content)
{
    /// <summary>When its user last said so.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>When it is tried next: <see cref="At"/>, or later where it has to be tried again.</summary>
    public DateTimeOffset Due { get; init; } = At;

    /// <summary>What becomes of it.</summary>
    public ScheduledState State { get; init; }

    /// <summary>Another number after each change: see <see cref="ReplaceScheduled"/>.</summary>
    public long Tag { get; init; } = NewTag();

    internal static long NewTag() => Random.Shared.NextInt64(1, long.MaxValue);
}

/// <summary>What becomes of a scheduled message. Numbers are stored.</summary>
public enum ScheduledState
{
    /// <summary>It waits for its time.</summary>
    Waiting = 0,

    /// <summary>It is being sent, and may have been: nobody changes it now.</summary>
    Sending = 1,

    /// <summary>It could not be sent, and waits for its user.</summary>
    Failed = 2,
}

/// <summary>A place in the list of what a user has scheduled: behind the message of that time and id.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="Id">The message.</param>
public sealed record ScheduledCursor(long At, string Id)
{
    /// <summary>The place of <paramref name="message"/>.</summary>
    public static ScheduledCursor Of(ScheduledMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new(message.At.ToUnixTimeMilliseconds(), message.Id);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}-{Id}");

    /// <summary>Reads what <see cref="ToString"/> wrote; null where it is something else.</summary>
    public static ScheduledCursor? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && IdRules.IsServerMade(text[(dash + 1)..])
            ? new ScheduledCursor(at, text[(dash + 1)..])
            : null;
    }
}

/// <summary>Keeps a scheduled message. Where there is one of its id already, that one stays as it is. Answered with <see cref="Saved"/>.</summary>
public sealed record AddScheduled(IActorRef Owner, ScheduledMessage Message) : JournalEntry(Owner)
{
    /// <summary>The ids of the files that it names: they stay for as long as it does (<see cref="Storage.Files.FileRow.Held"/>), and go with it where no message names them then.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}

/// <summary>
/// Puts <paramref name="Message"/> where a scheduled message of its id and of the tag <paramref name="Before"/> is, or takes that away where it is null. Answered with
/// <see cref="Saved"/>; with <see cref="SaveSuperseded"/>, and nothing changed, where there is another one by now, or none.
/// </summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Id">The message.</param>
/// <param name="Before">The tag of what is known to be stored.</param>
/// <param name="Message">What comes in its place.</param>
public sealed record ReplaceScheduled(IActorRef Owner, string Id, long Before, ScheduledMessage? Message) : JournalEntry(Owner);

/// <summary>Forgets what a user has scheduled. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetScheduled(IActorRef Owner, UserId User) : JournalEntry(Owner);
