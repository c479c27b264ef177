namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>The kinds of rooms, as on the wire.</summary>
internal static class RoomKinds
{
    /// <summary>Two users, one room for each pair.</summary>
    public const string Direct = "direct";

    /// <summary>Invited members.</summary>
    public const string Group = "group";

    /// <summary>Anyone signed in may join.</summary>
    public const string Channel = "channel";
}
