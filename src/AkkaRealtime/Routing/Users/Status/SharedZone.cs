using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users.Status;

/// <summary>The time zone that a user shares with whom they share a room. It says nothing of whether they are there, and stays when they go.</summary>
/// <param name="Name">Null: not known yet; <see cref="ZoneName.None"/>: the user shares none, whatever their devices say.</param>
internal readonly record struct SharedZone(string? Name)
{
    /// <summary>What others are shown.</summary>
    public string? Seen => Name == ZoneName.None ? null : Name;

    /// <summary>After a device said where it is. Of who is invisible nothing is taken: a zone that changes would show that they are there.</summary>
    public SharedZone Heard(string? zone, bool isInvisible) => zone is null || isInvisible || Name == ZoneName.None ? this : new SharedZone(zone);

    /// <summary>After the user's own choice; null: none.</summary>
    public SharedZone Chosen(string? zone) => zone is null ? this : new SharedZone(zone);
}
