namespace AkkaRealtime.Clustering;

/// <summary>What a node of another version sent and this one doesn't know, in place of it. Nobody handles it.</summary>
/// <param name="Kind">The name of its manifest.</param>
internal sealed record UnknownMessage(string Kind);
