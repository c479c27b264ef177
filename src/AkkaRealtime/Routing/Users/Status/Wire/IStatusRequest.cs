using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>A request for the status router (protocol §5).</summary>
internal interface IStatusRequest : IRequest;
