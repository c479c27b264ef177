using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;

namespace AkkaRealtime.Routing.Calls.Owner;

/// <summary>
/// A request that needs another entity's answer before it is decided: the room's (who is a member), the user's (are they in another call).
/// What the same connection sends meanwhile waits behind it, so that its requests stay in order.
/// </summary>
internal sealed class PendingEntry(CallCommand command, IActorRef connection, string token, DateTimeOffset deadline)
{
    // In order per connection; full: the request is refused with `unavailable`. A client that waits for replies never has more than one.
    private const int MaxBehind = 64;

    // A question that is lost between nodes, with their connection, is missed by nobody but who asked.
    private static readonly TimeSpan AsksAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Queue<(CallCommand Command, IActorRef Connection)> _behind = new();
    private Action? _question;

    /// <summary>The request.</summary>
    public CallCommand Command { get; } = command;

    /// <summary>Whose it is.</summary>
    public IActorRef Connection { get; } = connection;

    /// <summary>Identifies it in the room's answer.</summary>
    public string Token { get; } = token;

    /// <summary>When it is given up.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>The room's members, once known.</summary>
    public RoomMembers? Members { get; set; }

    /// <summary>It waits to know whether the caller is a member of the room at all, and is handled then as any other.</summary>
    public bool IsDecidedByRoom { get; set; }

    /// <summary>The answer that it waits for, the room's or the user's; null where nothing is watched.</summary>
    public AwaitedReply? Asked { get; set; }

    /// <summary>When the question is put again, which may have been lost; null: there is none.</summary>
    public DateTimeOffset? AsksAgainAt { get; private set; }

    /// <summary>The call that the user's entity was asked about.</summary>
    public CallId? Entering { get; set; }

    /// <summary>The user's entity agreed; the last call's outcome is not in the log yet.</summary>
    public bool AwaitsRecord { get; set; }

    /// <summary>There is no room for it without a media server, which was asked for.</summary>
    public bool AwaitsSfu { get; set; }

    /// <summary>None can take the call.</summary>
    public bool SfuRefused { get; set; }

    /// <summary>Puts a question, and puts it again each second until it is <see cref="Answered"/>: it has to be one that may come twice.</summary>
    public void Ask(Action question, DateTimeOffset now)
    {
        _question = question;
        AskAgain(now);
    }

    /// <summary>Puts the question once more.</summary>
    public void AskAgain(DateTimeOffset now)
    {
        AsksAgainAt = now + AsksAgainAfter;
        _question?.Invoke();
    }

    /// <summary>The question has its answer. False where the request had been given up meanwhile, since nobody could be reached.</summary>
    public bool Answered()
    {
        (_question, AsksAgainAt) = (null, null);
        return Asked?.TryAnswer() != false;
    }

    /// <summary>Lets a later request of the same connection wait. False where too many do.</summary>
    public bool TryPutBehind(CallCommand later, IActorRef from)
    {
        if (_behind.Count >= MaxBehind)
            return false;
        _behind.Enqueue((later, from));
        return true;
    }

    /// <summary>What waited, in order.</summary>
    public IEnumerable<(CallCommand Command, IActorRef Connection)> Behind() => _behind;
}
