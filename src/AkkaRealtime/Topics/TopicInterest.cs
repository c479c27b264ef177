using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>
/// Which nodes' relays need an entity's topic; the entity keeps it strictly and publishes to nobody else. Some 30 bytes and a slot a node.
/// The lost last publication is no concern of the entity's: <see cref="TopicPublisher"/> repeats the head after a quiet second.
/// </summary>
/// <param name="self">This node's address (<c>Cluster.Get(system).SelfAddress</c>): a local sender's path has none.</param>
/// <remarks>
/// An entity: on start tells its router <see cref="RenewInterest"/>; on <see cref="Interest"/> adds <c>Sender.Path.Address</c> and tells the
/// sender <see cref="Head"/>; on <see cref="NoInterest"/> and <see cref="RelayGone"/> removes; tells its router a <see cref="Broadcast"/>
/// with <see cref="Relays"/> while there are <see cref="Any"/>.
/// </remarks>
public sealed class TopicInterest(Address self)
{
    // Replaced, never changed: a broadcast carries it as it is.
    private Address[] _relays = [];

    /// <summary>The nodes; safe to hand over, it never changes.</summary>
    public IReadOnlyCollection<Address> Relays => _relays;

    /// <summary>Whether anybody needs the topic.</summary>
    public bool Any => _relays.Length > 0;

    /// <summary>A relay told <see cref="Interest"/>. True where it is new.</summary>
    public bool Add(Address relay)
    {
        var node = Resolve(relay);
        if (Array.IndexOf(_relays, node) >= 0)
            return false;
        _relays = [.. _relays, node];
        return true;
    }

    /// <summary>A relay told <see cref="NoInterest"/>, or its node is gone. True where it was there.</summary>
    public bool Remove(Address relay)
    {
        var node = Resolve(relay);
        if (Array.IndexOf(_relays, node) < 0)
            return false;
        _relays = Array.FindAll(_relays, r => r != node);
        return true;
    }

    private Address Resolve(Address relay) => relay.HasLocalScope ? self : relay;
}
