namespace AkkaRealtime.Routing.Users.Status;

/// <summary>Status.</summary>
public sealed class StatusOptions
{
    /// <summary>From the last connection's end until a user shows as offline, milliseconds. Default 10,000: a reload makes no flicker.</summary>
    public int GraceMs { get; set; } = 10_000;

    /// <summary>Whether everybody may see everybody's status, not only who shares a room. Default false.</summary>
    public bool VisibleToAll { get; set; }
}
