using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;
using CsCheck;

namespace AkkaRealtime.Tests.Topics;

public sealed class RelaySubscriptionsTests
{
    // Places and slots point at each other through two kinds of moves: any order of coming and going must leave them right.
    [Fact]
    public void Remove_AnyOrderOfComingAndGoing_LeavesExactlyWhoIsOn()
    {
        Gen.Select(Gen.Int[0, 7], Gen.Int[0, 4], Gen.Int[0, 9]).Array[0, 200].Sample(steps =>
        {
            var subscriptions = new RelaySubscriptions();
            var topics = Enumerable.Range(0, 5).Select(i => new TopicRelay(Topic.Of(new RoomId($"r{i}")), 0)).ToArray();
            var outboxes = Enumerable.Range(0, 8).Select(_ => new Silent()).ToArray();
            var expected = new HashSet<(int Outbox, int Topic)>();
            foreach (var (outbox, topic, what) in steps)
            {
                if (what == 0)
                {
                    subscriptions.RemoveAll(outboxes[outbox], _ => { });
                    expected.RemoveWhere(e => e.Outbox == outbox);
                }
                else if (what < 4)
                {
                    if (subscriptions.Find(outboxes[outbox]) is { } known)
                        subscriptions.Remove(known, topics[topic]);
                    expected.Remove((outbox, topic));
                }
                else if (expected.Add((outbox, topic)))
                {
                    var subscriber = subscriptions.Of(new UserId("u"), outboxes[outbox]);
                    topics[topic].AddMember(subscriber, subscriber.Add(topics[topic], TopicRelay.Aside));
                }
            }

            var actual = topics.SelectMany((topic, t) => Enumerable.Range(0, topic.MemberCount)
                .Select(place => (Outbox: Array.IndexOf(outboxes, topic[place].Outbox), Topic: t))).ToList();
            return actual.Count == expected.Count && expected.SetEquals(actual)
                && topics.All(topic => Enumerable.Range(0, topic.MemberCount).All(place => topic[place].PlaceAt(topic[place].Find(topic)) == place))
                && subscriptions.Count == expected.Select(e => e.Outbox).Distinct().Count();
        });
    }

    private sealed class Silent : IOutbox
    {
        public bool Write(EncodedEnvelope envelope) => true;

        public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

        public void Deliver(in SharedFrames frames)
        {
        }
    }
}
