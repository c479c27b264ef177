using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A description or a candidate, on its way to a participant: from another participant, or from the media server.</summary>
/// <param name="CallId">The call.</param>
/// <param name="From">The participant or leg of the media server (<see cref="SfuNames"/>) that sends it.</param>
/// <param name="Description">A session description, or</param>
/// <param name="Candidate">an ICE candidate.</param>
/// <param name="Streams">With an offer of the media server: whose media each of its sections is.</param>
internal sealed record CallSignal(
    CallId CallId,
    string From,
    JsonElement? Description,
    JsonElement? Candidate,
    IReadOnlyList<SfuStream>? Streams = null) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.signal";
}

/// <summary>From now on the call uses a media server, or a new session of it: everybody negotiates with it (protocol §4, "Calls by a media server").</summary>
internal sealed record CallMode(CallId CallId, string Mode, SfuView Sfu) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.mode";
}
