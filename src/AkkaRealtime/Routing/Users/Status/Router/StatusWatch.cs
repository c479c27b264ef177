using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Router;

/// <summary>What one connection watches, and what it must still be told.</summary>
/// <typeparam name="TWatcher">A connection.</typeparam>
internal sealed class StatusWatch<TWatcher>(TWatcher watcher, UserId viewer)
{
    /// <summary>The connection.</summary>
    public TWatcher Watcher { get; } = watcher;

    /// <summary>Its user.</summary>
    public UserId Viewer { get; } = viewer;

    /// <summary>Whom it watches.</summary>
    public HashSet<UserId> Users { get; } = [];

    /// <summary>Whose change it must be told. Only users whose report is known.</summary>
    public HashSet<UserId> Dirty { get; } = [];

    /// <summary>Whom it may not see any more: they are shown as offline once, then no more.</summary>
    public HashSet<UserId> Revoked { get; } = [];

    /// <summary>When it may be told next.</summary>
    public DateTimeOffset NextAt { get; set; }

    /// <summary>False while a snapshot is being gathered, which will tell the same.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether there is something to tell.</summary>
    public bool HasNews => Dirty.Count + Revoked.Count > 0;
}

/// <summary>A user who is watched on this node.</summary>
/// <typeparam name="TWatcher">A connection.</typeparam>
internal sealed class WatchedUser<TWatcher>
{
    /// <summary>By whom.</summary>
    public HashSet<StatusWatch<TWatcher>> Watches { get; } = [];

    /// <summary>The last report; null where there is none yet.</summary>
    public StatusReport? Last { get; set; }
}
