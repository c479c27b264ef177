using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Rules;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Sfu;

/// <summary>What a media server tells the owner of a call.</summary>
internal interface ISfuAnswer
{
    /// <summary>The call.</summary>
    CallId Call { get; }
}

/// <summary>Where a room is to be made, or where the call is to go on.</summary>
internal sealed record SfuChosen(CallId Call, SfuPlace Place) : ISfuAnswer;

/// <summary>The room is gone.</summary>
internal sealed record SfuClosed(CallId Call, SfuPlace Place) : ISfuAnswer;

/// <summary>The room is there, and empty.</summary>
internal sealed record SfuOpened(CallId Call, SfuPlace Place) : ISfuAnswer;

/// <summary>No media server can take the call right now.</summary>
internal sealed record SfuRefused(CallId Call) : ISfuAnswer;

/// <summary>A signal of the media server for one participant.</summary>
/// <param name="Call">The call.</param>
/// <param name="Participant">Whom it is for.</param>
/// <param name="Leg">Of which of their two connections.</param>
/// <param name="Description">A description, or</param>
/// <param name="Candidate">a candidate.</param>
/// <param name="Streams">With an offer: whose media each of its sections is.</param>
internal sealed record SfuSignalled(
    CallId Call, string Participant, SfuLeg Leg, JsonElement? Description, JsonElement? Candidate, IReadOnlyList<SfuStream>? Streams = null) : ISfuAnswer;

/// <summary>What a participant asked of the media server did not work.</summary>
internal sealed record SfuFailed(CallId Call, string Participant, string? Ref, RequestError Error) : ISfuAnswer;
