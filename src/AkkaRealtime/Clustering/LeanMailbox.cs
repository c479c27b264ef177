using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace AkkaRealtime.Clustering;

/// <summary>
/// A mailbox for actors of which there are many and that are mostly idle (connections, rooms, users): Akka's own holds a queue's first
/// segment of 1.1 KB each, this one two references. Order per sender, nothing lost, unbounded like Akka's: what is bounded is bounded before it.
/// Costs 40 bytes of garbage a message. Actors may stash.
/// </summary>
/// <remarks><c>Props.WithMailbox(LeanMailbox.Id)</c>; the node's configuration (<see cref="ClusterSetup"/>) knows the id.</remarks>
internal sealed class LeanMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<LeanMessageQueue>
{
    /// <summary>The mailbox's path in the configuration.</summary>
    public const string Id = "akkarealtime.lean-mailbox";

    /// <inheritdoc/>
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new LeanMessageQueue();
}

/// <summary>
/// Many producers push onto a linked stack by compare-and-swap; the one consumer, which runs the actor, takes the whole stack and turns it round.
/// A turn costs each message once, so order costs O(1) a message.
/// </summary>
internal sealed class LeanMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    // The latest first.
    private Node? _arrived;

    // The oldest first; only the consumer writes it. Akka's mailbox status is the fence between two runs on different threads.
    private Node? _ready;

    /// <inheritdoc/>
    public bool HasMessages => Volatile.Read(ref _ready) is not null || Volatile.Read(ref _arrived) is not null;

    /// <summary>For debuggers and specs: exact only while nobody writes or reads.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            for (var node = Volatile.Read(ref _ready); node is not null; node = node.Next)
                count++;
            for (var node = Volatile.Read(ref _arrived); node is not null; node = node.Next)
                count++;
            return count;
        }
    }

    /// <inheritdoc/>
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        var node = new Node(envelope);
        var top = Volatile.Read(ref _arrived);
        while (true)
        {
            node.Next = top;
            var seen = Interlocked.CompareExchange(ref _arrived, node, top);
            if (ReferenceEquals(seen, top))
                return;
            top = seen;
        }
    }

    /// <summary>Puts a message before all others; from the actor itself only (unstashing).</summary>
    public void EnqueueFirst(Envelope envelope)
    {
        TakeArrived();
        Volatile.Write(ref _ready, new Node(envelope) { Next = _ready });
    }

    /// <inheritdoc/>
    public bool TryDequeue(out Envelope envelope)
    {
        if (_ready is null)
            TakeArrived();
        if (_ready is not { } node)
        {
            envelope = default;
            return false;
        }

        Volatile.Write(ref _ready, node.Next);
        envelope = node.Envelope;
        return true;
    }

    /// <inheritdoc/>
    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }

    private void TakeArrived()
    {
        if (_ready is not null || Volatile.Read(ref _arrived) is null)
            return;
        Node? turned = null;
        for (var node = Interlocked.Exchange(ref _arrived, null); node is not null;)
        {
            var next = node.Next;
            node.Next = turned;
            turned = node;
            node = next;
        }

        Volatile.Write(ref _ready, turned);
    }

    private sealed class Node(Envelope envelope)
    {
        public readonly Envelope Envelope = envelope;
        public Node? Next;
    }
}
