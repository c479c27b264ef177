using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A request for the call router (protocol §4).</summary>
internal interface ICallRequest : IRequest;

/// <summary>A request that names a call.</summary>
internal interface INamesCall : ICallRequest
{
    /// <summary>The call.</summary>
    CallId CallId { get; }
}
