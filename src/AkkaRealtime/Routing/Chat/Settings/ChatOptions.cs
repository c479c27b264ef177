using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Settings;

/// <summary>Who may bring whom into a room, and how much of what there may be, section <c>AkkaRealtime:Chat</c>.</summary>
public sealed class ChatOptions
{
    /// <summary>For <see cref="Invitations"/>: whoever is named is in the room at once.</summary>
    public const string Free = "free";

    /// <summary>For <see cref="Invitations"/>: somebody with whom the inviter shares no room is asked first.</summary>
    public const string Ask = "ask";

    /// <summary>For <see cref="Invitations"/>: only those with whom the inviter shares a room may be named.</summary>
    public const string Contacts = "contacts";

    /// <summary>For <see cref="AudienceRole"/>: no message is addressed to a whole room.</summary>
    public const string Nobody = "nobody";

    /// <summary>The most that <see cref="MaxMembersPerRoom"/> may be: a room's owner keeps them all in memory.</summary>
    public const int MostMembers = 100_000;

    /// <summary>Whom a user may bring into rooms, direct ones too. Default <see cref="Free"/>.</summary>
    public string Invitations { get; set; } = Free;

    /// <summary>Rooms that a user may be in, beyond which nobody brings them into another, nor they themselves. Default 10,000; 0 for no limit.</summary>
    public int MaxRoomsPerUser { get; set; } = 10_000;

    /// <summary>Members that a room may have. Default, and most, 100,000.</summary>
    public int MaxMembersPerRoom { get; set; } = MostMembers;

    /// <summary>Users whom one user may name in a day, on all nodes together, when rooms are made or opened to others. Default 10,000; 0 for no limit.</summary>
    public int InvitationsPerDay { get; set; } = 10_000;

    /// <summary>The least role that may address a message to all of a room, or to who is online in it: <see cref="RoomRoles.Member"/>, which is the default, <c>admin</c>, <c>owner</c>, or <see cref="Nobody"/>.</summary>
    public string AudienceRole { get; set; } = RoomRoles.Member;

    /// <summary>Members up to which a room can be addressed as a whole. Default 100, most 1,000: each message says whom it reached.</summary>
    public int AudienceMembers { get; set; } = 100;

    /// <summary>Messages that a user can have waiting to be sent at a time to come. Default 100.</summary>
    public int MaxScheduledPerUser { get; set; } = 100;

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (AudienceRole != Nobody && RoomRoles.Rank(AudienceRole) == 0)
            yield return $"AkkaRealtime:Chat:AudienceRole is '{AudienceRole}'. Set {RoomRoles.Member}, {RoomRoles.Admin}, {RoomRoles.Owner} or {Nobody}.";
        if (AudienceMembers is < 2 or > ChatLimits.MaxUsers)
            yield return $"AkkaRealtime:Chat:AudienceMembers is {AudienceMembers}. Set 2 to {ChatLimits.MaxUsers}, or AudienceRole to {Nobody}.";
        if (Invitations is not (Free or Ask or Contacts))
            yield return $"AkkaRealtime:Chat:Invitations is '{Invitations}'. Set {Free}, {Ask} or {Contacts}.";
        if (MaxMembersPerRoom is < 2 or > MostMembers)
            yield return $"AkkaRealtime:Chat:MaxMembersPerRoom is {MaxMembersPerRoom}. Set 2 to {MostMembers}.";
    }
}
