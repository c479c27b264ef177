using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>What the entries of a batch need to know of the store, loaded and locked in one round, and then carried on from entry to entry.</summary>
internal sealed class BatchState
{
    public BatchState(IReadOnlyList<JournalEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry is AppendEvents append)
                Need(append);
        }
    }

    public HashSet<string> RoomIds { get; } = [];

    public HashSet<SentKey> Keys { get; } = [];

    public HashSet<string> TargetIds { get; } = [];

    /// <summary>The messages that the batch takes out of the log.</summary>
    public HashSet<string> DeletedIds { get; } = [];

    public HashSet<string> PairNames { get; } = [];

    /// <summary>How many rooms may be made.</summary>
    public int Creations { get; private set; }

    public Dictionary<RoomId, RoomRow> Rooms { get; } = [];

    /// <summary>Numbers for rooms to be made.</summary>
    public Queue<long> FreeNumbers { get; } = [];

    public Dictionary<string, RoomId> Pairs { get; } = [];

    /// <summary>The messages that are stored under the batch's keys, and those that the batch stores.</summary>
    public Dictionary<SentKey, AppendedEvent> Sent { get; } = [];

    public Dictionary<(long Room, string Id), MessageTarget> Targets { get; } = [];

    /// <summary>Of the messages that the batch takes out of the log, what the log says in them and in their edits.</summary>
    public Dictionary<(long Room, long Message), List<(long Seq, byte[] Envelope)>> Said { get; } = [];

    private void Need(AppendEvents append)
    {
        RoomIds.Add(append.Room.Value);
        if (append.Create is { } create)
        {
            Creations++;
            if (create.Pair is not null)
                PairNames.Add(create.Pair);
        }

        foreach (var e in append.Events)
        {
            if (e is ChatMessage message)
                Keys.Add(new SentKey(append.Room, message.By, message.Key));
            else if (TargetOf(e) is { } target)
                TargetIds.Add(target.Value);
            if (e is ChatDeleted { Empties: true } deleted)
                DeletedIds.Add(deleted.Id.Value);
        }
    }

    /// <summary>The message that an event is about.</summary>
    public static MessageId? TargetOf(RoomEvent e) => e switch
    {
        ChatEdited edited => edited.Id,
        ChatDeleted deleted => deleted.Id,
        ChatReacted reacted => reacted.Id,
        ChatPinned pinned => pinned.Id,
        _ => null,
    };
}
