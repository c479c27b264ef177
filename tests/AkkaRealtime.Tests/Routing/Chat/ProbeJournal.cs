using Akka.Actor;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Routing.Chat;

/// <summary>A journal that hands its entries to a probe and stores nothing: the spec says what became of them.</summary>
internal sealed class ProbeJournal(IActorRef probe) : IJournal
{
    public bool Full { get; set; }

    public bool TryWrite(JournalEntry entry)
    {
        if (!Full)
            probe.Tell(entry);
        return !Full;
    }

    public static AppendedEvent Stored(LogEvent e, bool duplicate = false) => new(e, e.Encode(), duplicate);
}
