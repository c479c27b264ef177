using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>Tells this node's router to broadcast an envelope to everybody who is connected, on all nodes.</summary>
internal sealed record PublishToEverybody(EncodedEnvelope Envelope);
