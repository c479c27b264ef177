using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>The key of the <c>call.start</c> by which somebody came in.</summary>
internal sealed record StartKey(UserId User, string Key);
