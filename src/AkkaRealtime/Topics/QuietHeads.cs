using System.Runtime.InteropServices;
using Akka.Actor;

namespace AkkaRealtime.Topics;

/// <summary>
/// Finds the topics that became quiet: their head is repeated once, so that a lost last publication is noticed. No clock of its own:
/// a topic that was published to before the last <see cref="Tick"/> and not since is quiet, so with a tick a second it is 1–2 s later.
/// </summary>
internal sealed class QuietHeads
{
    private Dictionary<Topic, Pending> _fresh = [];
    private Dictionary<Topic, Pending> _aging = [];

    /// <summary>Whether anything is yet to be repeated.</summary>
    public bool Any => _fresh.Count + _aging.Count > 0;

    /// <summary>Durable publications of a topic went out, the last numbered <paramref name="seq"/>.</summary>
    public void Published(Topic topic, long seq, IReadOnlyCollection<Address> relays)
    {
        _aging.Remove(topic);
        ref var pending = ref CollectionsMarshal.GetValueRefOrAddDefault(_fresh, topic, out _);
        pending = new Pending(Math.Max(seq, pending.Seq), relays);
    }

    /// <summary>Time passed: tells <paramref name="repeat"/> each head that has been quiet for a tick.</summary>
    public void Tick(Action<TopicHead, IReadOnlyCollection<Address>> repeat)
    {
        foreach (var (topic, pending) in _aging)
            repeat(new TopicHead(topic, pending.Seq), pending.Relays);
        _aging.Clear();
        (_fresh, _aging) = (_aging, _fresh);
    }

    private readonly record struct Pending(long Seq, IReadOnlyCollection<Address> Relays);
}
