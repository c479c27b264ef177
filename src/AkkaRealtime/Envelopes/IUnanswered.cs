namespace AkkaRealtime.Envelopes;

/// <summary>A request that has no reply (protocol: "none"): only a refusal answers it, so that nobody waits where it is lost.</summary>
internal interface IUnanswered : IRequest;
