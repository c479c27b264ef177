using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Takes words out of stored events, for retention and erasure. It goes as a batch of its own, so that no rule decides on what is just going.
/// </summary>
internal sealed class RoomRewriter(RoomScope scope, RoomFollowers followers)
{
    /// <summary>Events that one step of an expiry looks at: some milliseconds of the journal.</summary>
    public const int ExpiryStep = 200;

    /// <summary>Hands the command to the journal, which tells the owner when it is done. Null if it is under way; otherwise the answer.</summary>
    public RoomRewritten? Begin(IRewriteCommand rewrite)
    {
        if (scope.Room is null)
            return new RoomRewritten(scope.Id, Done: true);
        JournalEntry entry = rewrite switch
        {
            ExpireRoom expire => new ExpireEvents(scope.Self, scope.Id, expire.Before, ExpiryStep),
            RedactInRoom redact => new RedactEvents(scope.Self, scope.Id, redact.User, redact.Seqs),
            _ => throw new InvalidOperationException($"No way to rewrite by {rewrite.GetType().Name}: add it here."),
        };
        if (scope.Services.Journal.TryWrite(entry))
            return null;
        scope.Services.Metrics.Drops.Add(1, new("queue", "journal"), new("reason", "full"));
        return new RoomRewritten(scope.Id, Done: false);
    }

    /// <summary>Turns the journal's result into the answer.</summary>
    public RoomRewritten End(JournalResult result)
    {
        followers.Rewritten();
        switch (result)
        {
            case EventsExpired expired:
                // No event of its own: a log that grows by being emptied would never end. Who is away is told by history and by the emptied events.
                if (expired.Emptied > 0)
                    followers.PublishVolatile(ChatEnvelopes.Expired(scope.Id, expired.UpTo));
                return new RoomRewritten(scope.Id, Done: true, expired.UpTo, expired.Emptied, expired.More);
            case EventsRedacted redacted:
                return new RoomRewritten(scope.Id, Done: true, Emptied: redacted.Emptied);
            default:
                return new RoomRewritten(scope.Id, Done: false);
        }
    }
}
