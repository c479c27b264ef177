using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>Somebody who is called otherwise than before.</summary>
/// <param name="User">Who.</param>
/// <param name="Name">What they are called.</param>
/// <param name="At">Since when.</param>
public sealed record RenamedUser(UserId User, string Name, DateTimeOffset At);
