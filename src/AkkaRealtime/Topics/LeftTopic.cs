using Akka.Actor;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>
/// The relay has delivered a <see cref="Publication.Leaves"/>: told on the event stream of each node that follows the topic, for those who granted something
/// because of what the user shared with others there.
/// </summary>
/// <param name="Topic">What the user has left.</param>
/// <param name="User">The user.</param>
internal sealed record LeftTopic(Topic Topic, UserId User) : INoSerializationVerificationNeeded;
