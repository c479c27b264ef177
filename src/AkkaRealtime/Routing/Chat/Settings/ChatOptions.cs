namespace AkkaRealtime.Routing.Chat.Settings;

/// <summary>Who may bring whom into a room, and how many, section <c>AkkaRealtime:Chat</c>.</summary>
public sealed class ChatOptions
{
    /// <summary>For <see cref="Invitations"/>: whoever is named is in the room at once.</summary>
    public const string Free = "free";

    /// <summary>For <see cref="Invitations"/>: somebody with whom the inviter shares no room is asked first.</summary>
    public const string Ask = "ask";

    /// <summary>For <see cref="Invitations"/>: only those with whom the inviter shares a room may be named.</summary>
    public const string Contacts = "contacts";

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

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Invitations is not (Free or Ask or Contacts))
            yield return $"AkkaRealtime:Chat:Invitations is '{Invitations}'. Set {Free}, {Ask} or {Contacts}.";
        if (MaxMembersPerRoom is < 2 or > MostMembers)
            yield return $"AkkaRealtime:Chat:MaxMembersPerRoom is {MaxMembersPerRoom}. Set 2 to {MostMembers}.";
    }
}
