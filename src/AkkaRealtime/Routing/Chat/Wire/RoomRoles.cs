namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>The roles of members, as on the wire.</summary>
internal static class RoomRoles
{
    /// <summary>May do everything.</summary>
    public const string Owner = "owner";

    /// <summary>Everything but what concerns owners.</summary>
    public const string Admin = "admin";

    /// <summary>Reads and writes.</summary>
    public const string Member = "member";

    /// <summary>3 for an owner, 2 for an admin, 1 for a member, 0 for everything else.</summary>
    public static int Rank(string? role) => role switch
    {
        Owner => 3,
        Admin => 2,
        Member => 1,
        _ => 0,
    };
}
