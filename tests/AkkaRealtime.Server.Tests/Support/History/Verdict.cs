namespace AkkaRealtime.Server.Tests.Support.History;

/// <summary>A message as it is stored, or as somebody was sent it.</summary>
internal sealed record StoredMessage(long Seq, string Id, string User, string Key);

/// <summary>What <see cref="ChatHistory"/> says.</summary>
/// <param name="Confirmed">Messages that were confirmed.</param>
/// <param name="Delivered">Messages that connections were sent.</param>
/// <param name="Lost">Confirmed or delivered, and not stored so.</param>
/// <param name="Doubled">Stored twice, or confirmed in two ways.</param>
/// <param name="Holes">Numbers that are missing, in the log or on a connection.</param>
/// <param name="OutOfOrder">Earlier after later on a connection, or stored before a message that was confirmed before it was sent.</param>
/// <param name="Stale">Confirmed before a read began, and not in it.</param>
/// <param name="Unlike">Rooms of which a sync returns something else than history.</param>
internal sealed record Verdict(int Confirmed, int Delivered, int Lost, int Doubled, int Holes, int OutOfOrder, int Stale, int Unlike)
{
    /// <summary>Nothing of what must not be.</summary>
    public bool IsClean => (Lost, Doubled, Holes, OutOfOrder, Stale, Unlike) == (0, 0, 0, 0, 0, 0);
}
