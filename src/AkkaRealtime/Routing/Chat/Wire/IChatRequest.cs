using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A request for the chat router (protocol §3).</summary>
public interface IChatRequest : IRequest;
