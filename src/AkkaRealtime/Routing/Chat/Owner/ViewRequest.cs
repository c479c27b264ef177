using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Who asked for a room's view, in reply to a command that is durable now.</summary>
internal readonly record struct ViewRequest(IActorRef Sender, Caller Caller, string? Ref);
