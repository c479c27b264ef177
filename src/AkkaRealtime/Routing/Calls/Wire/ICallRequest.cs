using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>A request for the call router (protocol §4).</summary>
public interface ICallRequest : IRequest;
