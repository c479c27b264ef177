using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>What is to be done because of a decision. In order.</summary>
internal abstract record CallEffect;

/// <summary>Send to these connections, all of them in the call.</summary>
internal sealed record TellSessions(IReadOnlyList<SessionId> Sessions, CallEvent Event) : CallEffect;

/// <summary>Send to all connections of a user except one.</summary>
internal sealed record TellDevices(UserId User, CallEvent Event, SessionId? Except) : CallEffect;

/// <summary>Have it ring for the user.</summary>
internal sealed record Ring(UserId User) : CallEffect;

/// <summary>The user is in the call, which is as it now is.</summary>
internal sealed record Reserve(UserId User) : CallEffect;

/// <summary>The call no longer rings for the user, nor are they in it. <paramref name="Declined"/>: they have not missed it either.</summary>
internal sealed record Release(UserId User, bool Declined = false) : CallEffect;

/// <summary>Everybody in the room is to see who takes part and for whom it rings.</summary>
internal sealed record Announce : CallEffect;

/// <summary>A participant has left, and the media server is to know.</summary>
internal sealed record LeaveSfu(string Participant, SfuPlace Place) : CallEffect;

/// <summary>The room at a media server is to be made.</summary>
internal sealed record OpenSfu(SfuPlace Place) : CallEffect;

/// <summary>A room at a media server is no longer needed.</summary>
internal sealed record CloseSfu(SfuPlace Place) : CallEffect;

/// <summary>Keep the call as it now is.</summary>
internal sealed record Save : CallEffect;

/// <summary>Write the outcome into the room's log.</summary>
internal sealed record KeepOutcome(string Outcome, long DurationMs) : CallEffect;
