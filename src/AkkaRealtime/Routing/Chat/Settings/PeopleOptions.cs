namespace AkkaRealtime.Routing.Chat.Settings;

/// <summary>Who may be found and invited, section <c>AkkaRealtime:People</c>.</summary>
public sealed class PeopleOptions
{
    /// <summary>For <see cref="Findable"/>: whoever has ever signed in.</summary>
    public const string Everybody = "everybody";

    /// <summary>For <see cref="Findable"/>: those with whom one shares a room.</summary>
    public const string SharedRoom = "shared-room";

    /// <summary>For <see cref="Findable"/>: there is no directory.</summary>
    public const string Nobody = "nobody";

    /// <summary>Whom users find by <c>people.find</c>. Default <see cref="SharedRoom"/>, as status is seen.</summary>
    public string Findable { get; set; } = SharedRoom;

    /// <summary>
    /// Whether rooms may be made with, and opened to, users who have never signed in. Default true: an app may invite before somebody comes. With false,
    /// a wrong id is answered with <c>not-found</c>.
    /// </summary>
    public bool InviteUnknown { get; set; } = true;

    /// <summary>What is wrong, as sentences.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Findable is not (Everybody or SharedRoom or Nobody))
            yield return $"AkkaRealtime:People:Findable is '{Findable}'. Set {Everybody}, {SharedRoom} or {Nobody}.";
    }
}
