using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions;

/// <summary>What other actors may tell a connection actor, besides an <see cref="EncodedEnvelope"/> to send.</summary>
internal interface IConnectionCommand;
