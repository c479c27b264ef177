using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu.Janus;

/// <summary>What is to be done because of something that happened in a room. In order.</summary>
internal abstract record JanusEffect;

/// <summary>Send to Janus; the answer comes back with <paramref name="For"/>.</summary>
internal sealed record AskJanus(JanusRequest Request, JanusContext For) : JanusEffect;

/// <summary>Tell the owner of the call.</summary>
internal sealed record TellOwner(ISfuAnswer Answer) : JanusEffect;

/// <summary>What happens at this handle belongs to a participant from now on; without one, to nobody.</summary>
internal sealed record BindHandle(long Handle, JanusContext? To) : JanusEffect;

/// <summary>Whose request it was, or whose handle it is.</summary>
/// <param name="Call">The call.</param>
/// <param name="Participant">Null: the room's own.</param>
/// <param name="Leg">Of which leg.</param>
/// <param name="Life">Of which of the leg's lives: what belongs to an earlier one is nobody's business any more.</param>
/// <param name="Ref">Of the participant's request.</param>
internal sealed record JanusContext(CallId Call, string? Participant = null, SfuLeg Leg = SfuLeg.Publish, int Life = 0, string? Ref = null);
