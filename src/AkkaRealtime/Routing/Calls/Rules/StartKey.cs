using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Rules;

/// <summary>The key of the <c>call.start</c> by which a user started or entered the call.</summary>
internal sealed record StartKey(UserId User, string Key);
