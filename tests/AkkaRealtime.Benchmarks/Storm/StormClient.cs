using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Storm;

/// <summary>Somebody in a room, who remembers what they got when their socket is gone, as a client does.</summary>
internal sealed class StormClient(int user, StormRoom room)
{
    /// <summary>The user.</summary>
    public int User { get; } = user;

    /// <summary>The room.</summary>
    public StormRoom Room { get; } = room;

    /// <summary>Their messages.</summary>
    public Received Received { get; } = new();

    /// <summary>The last place in the room's log that they know.</summary>
    public long Seq { get; set; }

    /// <summary>The socket; null while there is none.</summary>
    public LoadConnection? Connection { get; set; }

    /// <summary>Whether all that was missed has come.</summary>
    public bool IsBack { get; set; }
}

/// <summary>A room.</summary>
internal sealed class StormRoom(string id)
{
    /// <summary>The peer's name for it.</summary>
    public string Id { get; } = id;

    /// <summary>Messages sent.</summary>
    public long Sent { get; set; }
}
