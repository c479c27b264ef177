using System.Runtime.InteropServices;
using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>
/// Finds the topics that became quiet: their head is repeated, so that a lost last publication is noticed. No clock of its own: a topic that was published to before
/// the last <see cref="Tick"/> and not since is quiet, so with a tick a second it is 1–2 s later. To other nodes it is said again 2, 4 and 8 s after that: what loses
/// a publication, as a connection between nodes that breaks and is made again, may well last until then.
/// </summary>
/// <param name="self">This node's address: on the way to its own relay nothing is lost twice.</param>
internal sealed class QuietHeads(Address? self = null)
{
    private const int FirstPause = 2;
    private const int LastPause = 8;
    private readonly Dictionary<Topic, Again> _again = [];
    private Dictionary<Topic, Pending> _fresh = [];
    private Dictionary<Topic, Pending> _aging = [];

    /// <summary>Whether anything is yet to be repeated.</summary>
    public bool Any => _fresh.Count + _aging.Count + _again.Count > 0;

    /// <summary>Durable publications of a topic went out, the last numbered <paramref name="seq"/>.</summary>
    public void Published(Topic topic, long seq, IReadOnlyCollection<Address> relays)
    {
        _aging.Remove(topic);
        if (_again.Count > 0)
            _again.Remove(topic);
        ref var pending = ref CollectionsMarshal.GetValueRefOrAddDefault(_fresh, topic, out _);
        pending = new Pending(Math.Max(seq, pending.Seq), relays);
    }

    /// <summary>Time passed: tells <paramref name="repeat"/> each head that has been quiet for a tick.</summary>
    public void Tick(Action<TopicHead, IReadOnlyCollection<Address>> repeat)
    {
        foreach (var (topic, again) in _again)
        {
            if (--again.Left > 0)
                continue;
            repeat(new TopicHead(topic, again.Seq), again.Relays);
            again.Left = again.Pause *= 2;
            if (again.Pause > LastPause)
                _again.Remove(topic);
        }

        foreach (var (topic, pending) in _aging)
        {
            repeat(new TopicHead(topic, pending.Seq), pending.Relays);
            if (pending.Relays.Count > 1 || pending.Relays.FirstOrDefault() != self)
                _again[topic] = new Again(pending.Seq, [.. pending.Relays.Where(relay => relay != self)]);
        }

        _aging.Clear();
        (_fresh, _aging) = (_aging, _fresh);
    }

    private readonly record struct Pending(long Seq, IReadOnlyCollection<Address> Relays);

    private sealed class Again(long seq, IReadOnlyCollection<Address> relays)
    {
        public long Seq { get; } = seq;

        public IReadOnlyCollection<Address> Relays { get; } = relays;

        public int Pause { get; set; } = FirstPause;

        public int Left { get; set; } = FirstPause;
    }
}
