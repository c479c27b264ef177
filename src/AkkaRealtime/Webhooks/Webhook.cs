using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Webhooks;

/// <summary>A subscription: where events go, which ones, and what they are signed with.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Url">Where each event is posted.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Webhook(string Id, string Url, DateTimeOffset CreatedAt)
{
    /// <summary>The type of the event that a user has reported a message to the operator.</summary>
    public const string Reported = "chat.reported";

    /// <summary>The types of events: names as in the protocol (<c>chat.message</c>), all of a domain (<c>poll.*</c>), or all (<c>*</c>).</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Only events of these rooms; empty: of all. What users do is of no room, and is not told where rooms are named.</summary>
    public IReadOnlyList<RoomId> Rooms { get; init; } = [];

    /// <summary>What events are signed with: the one that counts, and those before it that are not over.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; init; } = [];

    /// <summary>For whoever reads the list.</summary>
    public string? Description { get; init; }

    /// <summary>Whether events are sent. Nothing is lost meanwhile: they are sent when it is enabled again.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Why the server has disabled it; null where it hasn't.</summary>
    public string? DisabledBecause { get; init; }

    /// <summary>Which save of it was the last: whoever sends under an earlier one stores nothing any more.</summary>
    public long Revision { get; init; }

    /// <summary>Whether events of a type are sent.</summary>
    public bool Wants(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        foreach (var wanted in Types)
        {
            if (wanted == type || wanted == "*" || (wanted.EndsWith(".*", StringComparison.Ordinal) && type.AsSpan().StartsWith(wanted.AsSpan(0, wanted.Length - 1), StringComparison.Ordinal)))
                return true;
        }

        return false;
    }

    /// <summary>Whether it is told of events of a room.</summary>
    public bool Follows(RoomId room) => Rooms.Count == 0 || Rooms.Contains(room);

    /// <summary>Whether it is told of what users report to the operator; where rooms are named, of theirs.</summary>
    public bool FollowsReports => Wants(Reported);

    /// <summary>Whether it is told who comes and goes.</summary>
    public bool FollowsUsers => Rooms.Count == 0 && (Wants(Routing.Users.Store.UserEvent.Online) || Wants(Routing.Users.Store.UserEvent.Offline));
}

/// <summary>A secret of a webhook.</summary>
/// <param name="Value"><c>whsec_</c> and the key in Base64.</param>
/// <param name="Until">When it is over; null: it is the one that counts.</param>
public sealed record WebhookSecret(string Value, DateTimeOffset? Until = null);
