using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>What happens in a call, as the <c>data</c> that goes out (protocol §4, "Events").</summary>
internal abstract record CallEvent([property: JsonPropertyOrder(-1)] CallId CallId)
{
    /// <summary>The envelope's type.</summary>
    [JsonIgnore]
    public abstract string Type { get; }
}

/// <summary>The call is over. <paramref name="Reason"/> is one of <see cref="EndReasons"/>; <paramref name="DurationMs"/> counts from the first answer.</summary>
internal sealed record CallEnded(CallId CallId, string Reason, long DurationMs) : CallEvent(CallId)
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "call.ended";
}
