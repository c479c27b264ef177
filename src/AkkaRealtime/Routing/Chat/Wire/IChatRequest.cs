using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

/// <summary>A request for the chat router (protocol §3).</summary>
internal interface IChatRequest : IRequest;
