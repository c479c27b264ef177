namespace AkkaRealtime.Routing.Execution;

/// <summary>What an item is like. Each kind has a lane to itself, which the others can't fill.</summary>
internal enum WorkKind
{
    /// <summary>Short, as most are.</summary>
    Usual,

    /// <summary>What a connection needs to begin: a flood of the others must not keep people from signing in.</summary>
    Opening,

    /// <summary>May take long, as a search does: few run at a time, and of a user one.</summary>
    Heavy,
}
