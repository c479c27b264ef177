using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>A participant in a room at Janus.</summary>
internal sealed class JanusSeat(string participant)
{
    /// <summary>Who.</summary>
    public string Participant { get; } = participant;

    /// <summary>The number by which the others subscribe to what it sends.</summary>
    public long Feed { get; set; }

    /// <summary>What Janus let it in by.</summary>
    public string Token { get; set; } = "";

    /// <summary>What ties its subscribing to its publishing.</summary>
    public long PrivateId { get; set; }

    /// <summary>What it sends.</summary>
    public JanusLeg Publish { get; } = new();

    /// <summary>What it receives.</summary>
    public JanusLeg Subscribe { get; } = new();

    /// <summary>The feeds that it has, or was offered.</summary>
    public HashSet<long> Has { get; } = [];

    /// <summary>The sections of its last offer.</summary>
    public IReadOnlyList<SfuStream> Streams { get; set; } = [];

    /// <summary>Which of the three sizes it gets of each picture.</summary>
    public int Size { get; set; }

    /// <summary>Something failed that is worth another try after a while.</summary>
    public bool TryAgain { get; set; }

    /// <summary>The leg.</summary>
    public JanusLeg Of(SfuLeg leg) => leg == SfuLeg.Publish ? Publish : Subscribe;
}
