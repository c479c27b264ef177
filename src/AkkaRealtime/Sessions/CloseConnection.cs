using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Sessions;

/// <summary>End the connection.</summary>
/// <param name="Code">The close code.</param>
/// <param name="Reason">A short sentence, at most 120 bytes of UTF-8.</param>
internal sealed record CloseConnection(CloseCode Code, string Reason) : IConnectionCommand, ICrossesNodes;
