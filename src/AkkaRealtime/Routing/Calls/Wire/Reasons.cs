namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>Why a call ended (protocol §4), and the outcome of its <c>chat.call</c>.</summary>
internal static class EndReasons
{
    /// <summary>A participant hung up, or nobody else was left.</summary>
    public const string Hangup = "hangup";

    /// <summary>Every callee declined.</summary>
    public const string Declined = "declined";

    /// <summary>The caller hung up before anyone answered.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Nobody answered in time.</summary>
    public const string Timeout = "timeout";

    /// <summary>Every callee was busy.</summary>
    public const string Busy = "busy";

    /// <summary>A connection was lost and did not come back in time.</summary>
    public const string Failed = "failed";

    /// <summary>The host, an owner or admin of the room, or the operator ended it for everybody; or one of the former removed the user who is told.</summary>
    public const string Host = "host";

    /// <summary>The user who is told is not a member of the room any more. Never the outcome of a call.</summary>
    public const string Removed = "removed";
}

/// <summary>How a participant joined.</summary>
internal static class JoinReasons
{
    /// <summary>By taking a call that rang, or by starting what turned out to be the same call.</summary>
    public const string Accepted = "accepted";

    /// <summary>By <c>call.join</c>.</summary>
    public const string Joined = "joined";

    /// <summary>It was in before: a new connection, tab or page.</summary>
    public const string Reconnected = "reconnected";
}

/// <summary>How a participant left.</summary>
internal static class LeaveReasons
{
    /// <summary>By hanging up.</summary>
    public const string Left = "left";

    /// <summary>Its connection is lost; it keeps its place for a while.</summary>
    public const string Reconnecting = "reconnecting";

    /// <summary>Its connection was lost and did not come back in time.</summary>
    public const string Lost = "lost";

    /// <summary>The user went on with another device.</summary>
    public const string Moved = "moved";

    /// <summary>It was removed from the call, or its user is not a member of the room any more.</summary>
    public const string Removed = "removed";
}
