using System.Text.Json;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>How far one of a participant's two connections with Janus is.</summary>
internal enum LegState
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Its handle is being made.</summary>
    Attaching,

    /// <summary>Janus was asked for a description.</summary>
    Asking,

    /// <summary>The participant was sent an offer. (Subscribing only.)</summary>
    Offered,

    /// <summary>Both sides agree.</summary>
    Stable,
}

/// <summary>One of a participant's two connections with Janus.</summary>
internal sealed class JanusLeg
{
    // More candidates than one negotiation has; beyond, ICE works with the others.
    private const int MaxCandidates = 64;

    private readonly List<JsonElement> _candidates = [];

    /// <summary>How far it is.</summary>
    public LegState State { get; set; }

    /// <summary>Which one it is of those that this participant has had.</summary>
    public int Life { get; set; }

    /// <summary>Its handle; 0: none yet.</summary>
    public long Handle { get; set; }

    /// <summary>The last offer: the participant's when publishing, Janus's when subscribing.</summary>
    public JsonElement? Offer { get; set; }

    /// <summary>How many offers there were.</summary>
    public int Offers { get; set; }

    /// <summary>The participant's next offer, which came while the one before is dealt with. The newest counts.</summary>
    public (JsonElement Offer, string? Ref)? Next { get; set; }

    /// <summary>Media may flow.</summary>
    public bool IsUp { get; set; }

    /// <summary>A candidate that comes before Janus can take it.</summary>
    public void Keep(JsonElement candidate)
    {
        if (_candidates.Count < MaxCandidates)
            _candidates.Add(candidate);
    }

    /// <summary>What was kept.</summary>
    public IReadOnlyList<JsonElement> TakeCandidates()
    {
        var kept = _candidates.ToArray();
        _candidates.Clear();
        return kept;
    }

    /// <summary>Begins a new life with nothing of the last one. The handle that it had, or 0.</summary>
    public long Renew(int life)
    {
        var handle = Handle;
        _candidates.Clear();
        (State, Life, Handle, Offer, Offers, Next, IsUp) = (LegState.None, life, 0, null, 0, null, false);
        return handle;
    }
}
