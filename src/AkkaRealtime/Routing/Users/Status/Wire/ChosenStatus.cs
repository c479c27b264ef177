namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>The words that a user may choose from.</summary>
internal enum ChosenStatus
{
    /// <summary>Nothing chosen: calls, idleness and connections decide.</summary>
    Online,

    /// <summary>Away, whatever the devices say.</summary>
    Away,

    /// <summary>Busy: calls don't ring.</summary>
    Busy,

    /// <summary>To others exactly as if offline.</summary>
    Invisible,
}

/// <summary>The words of <c>Status.status</c> (protocol §5).</summary>
internal static class StatusNames
{
    /// <summary>At least one device is active.</summary>
    public const string Online = "online";

    /// <summary>By choice, or all devices are idle.</summary>
    public const string Away = "away";

    /// <summary>By choice, or in an active call.</summary>
    public const string Busy = "busy";

    /// <summary>Not connected, or invisible.</summary>
    public const string Offline = "offline";

    /// <summary>Only ever shown to the user.</summary>
    public const string Invisible = "invisible";

    /// <summary>The choice that <paramref name="name"/> stands for; false for any other word.</summary>
    public static bool TryParse(string? name, out ChosenStatus status)
    {
        (status, var known) = name switch
        {
            Online => (ChosenStatus.Online, true),
            Away => (ChosenStatus.Away, true),
            Busy => (ChosenStatus.Busy, true),
            Invisible => (ChosenStatus.Invisible, true),
            _ => (ChosenStatus.Online, false),
        };
        return known;
    }

    /// <summary>The word for <paramref name="status"/>.</summary>
    public static string ToWire(this ChosenStatus status) => status switch
    {
        ChosenStatus.Away => Away,
        ChosenStatus.Busy => Busy,
        ChosenStatus.Invisible => Invisible,
        _ => Online,
    };
}
