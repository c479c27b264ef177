using System.Runtime.InteropServices;

namespace AkkaRealtime.Topics;

/// <summary>
/// Owners that have just asked all relays who needs them. One that did not get the question would hear nothing of the topic any more, and have no gap to notice, so that the
/// others are asked three times more, with how long ago the owner started: who has had its answer since then says nothing. No clock of its own, a tick is a second.
/// </summary>
internal sealed class StartedOwners
{
    private const int First = 2;
    private const int Second = 6;
    private const int Last = 15;
    private readonly Dictionary<Topic, int> _ages = [];

    /// <summary>Whether anybody is yet to be asked again.</summary>
    public bool Any => _ages.Count > 0;

    /// <summary>The owner of a topic has started.</summary>
    public void Started(Topic topic) => _ages[topic] = 0;

    /// <summary>Time passed: tells <paramref name="ask"/> what to ask again.</summary>
    public void Tick(Action<RenewInterest> ask)
    {
        foreach (var topic in _ages.Keys)
        {
            var age = ++CollectionsMarshal.GetValueRefOrNullRef(_ages, topic);
            if (age is First or Second or Last)
                ask(new RenewInterest(topic) { Age = age });
            if (age >= Last)
                _ages.Remove(topic);
        }
    }
}
