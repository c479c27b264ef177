using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Webhooks.Store;

/// <summary>Makes a webhook, or changes one. Answered with <see cref="Saved"/>.</summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Webhook">As it is to be; its revision is a new one.</param>
/// <param name="Start">Which streams begin now, in the same transaction: what was before is not sent.</param>
public sealed record SaveWebhook(IActorRef Owner, Webhook Webhook, WebhookStart Start) : JournalEntry(Owner);

/// <summary>Which streams of a webhook begin with the next event.</summary>
/// <param name="Rooms">Those of rooms, as far as the webhook follows them.</param>
/// <param name="Users">Those of users.</param>
/// <param name="Except">Rooms that go on where they are.</param>
public sealed record WebhookStart(bool Rooms, bool Users, IReadOnlyList<RoomId> Except)
{
    /// <summary>That of reports.</summary>
    public bool Reports { get; init; }

    /// <summary>All go on.</summary>
    public static WebhookStart None { get; } = new(Rooms: false, Users: false, []);

    /// <summary>All begin now.</summary>
    public static WebhookStart All { get; } = new(Rooms: true, Users: true, []) { Reports = true };
}

/// <summary>Removes a webhook with all that is kept of it. Answered with <see cref="Saved"/>, also where there is none.</summary>
public sealed record DeleteWebhook(IActorRef Owner, string Id) : JournalEntry(Owner);

/// <summary>
/// From now on a webhook is sent by who names this revision, and by nobody else; unless it was changed since <paramref name="Before"/>. Answered with <see cref="Saved"/>
/// in any case: whoever has claimed in vain stores nothing.
/// </summary>
public sealed record ClaimWebhook(IActorRef Owner, string Id, long Before, long Revision) : JournalEntry(Owner);

/// <summary>Has a stream sent again from after <paramref name="Position"/>, under a new revision. Answered with <see cref="Saved"/>.</summary>
public sealed record RewindWebhook(IActorRef Owner, string Id, string Stream, long Position, long Revision) : JournalEntry(Owner);

/// <summary>
/// How far streams have got. Answered with <see cref="Saved"/>; nothing is stored where <paramref name="Revision"/> is not the last: whoever sends now knows better.
/// </summary>
/// <param name="Owner">Who is told.</param>
/// <param name="Id">The webhook.</param>
/// <param name="Revision">The revision that was claimed.</param>
/// <param name="Streams">How far they have got.</param>
/// <param name="GivenUp">Events that are not tried again.</param>
public sealed record SaveWebhookProgress(IActorRef Owner, string Id, long Revision, IReadOnlyList<StreamPosition> Streams, IReadOnlyList<DeadLetter> GivenUp) : JournalEntry(Owner);

/// <summary>Forgets what users did, and events that were given up, before a time. Answered with <see cref="Saved"/>.</summary>
public sealed record ForgetDelivered(IActorRef Owner, DateTimeOffset Before) : JournalEntry(Owner);
