namespace AkkaRealtime.Routing.Users.Status;

/// <summary>Whether a user is there, as it is kept: the next entity begins with what the one before it knew. By name in the store: only ever add.</summary>
internal enum Presence
{
    /// <summary>No connection, nor one that ended within the grace time.</summary>
    Offline,

    /// <summary>Some device is active.</summary>
    Active,

    /// <summary>All devices are idle.</summary>
    Idle,
}
