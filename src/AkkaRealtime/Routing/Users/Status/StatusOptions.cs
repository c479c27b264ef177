namespace AkkaRealtime.Routing.Users.Status;

/// <summary>Users' status, section <c>AkkaRealtime:Status</c>.</summary>
public sealed class StatusOptions
{
    /// <summary>How long after their last connection ended a user shows as offline, milliseconds. Default 10,000, so that reloading a page goes unnoticed.</summary>
    public int GraceMs { get; set; } = 10_000;

    /// <summary>Whether users may see everybody's status, and not only that of users they share a room with. Default false.</summary>
    public bool VisibleToAll { get; set; }
}
