using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>The compact forms of what relays and owners tell each other, the most frequent messages between nodes.</summary>
internal static class TopicManifests
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Binary("e", WriteEnvelope, ReadEnvelope),
        Manifest.Binary("t1", WriteBatch, ReadBatch),
        Manifest.Binary("t2", WriteInterest, ReadInterest),
        Manifest.Binary<NoInterest>("t3", m => Small(m.Topic, 0), b => From(b, (t, _) => new NoInterest(t))),
        Manifest.Binary<RenewInterest>("t4", m => Small(m.Topic, m.Age), b => From(b, (t, age) => new RenewInterest(t) { Age = (int)age })),
        Manifest.Binary("t5", WriteHead, ReadHead),
        Manifest.Binary("t6", WriteAnnouncement, ReadAnnouncement),
        Manifest.Binary("t7", (Greeting _) => [], _ => Greeting.Instance),
        Manifest.Binary("t8", (GreetingAnswer _) => [], _ => GreetingAnswer.Instance),
    ];

    private static byte[] WriteEnvelope(EncodedEnvelope envelope) => envelope.Utf8.ToArray();

    private static EncodedEnvelope ReadEnvelope(byte[] bytes) => new(bytes);

    private static byte[] Small(Topic topic, long seq)
    {
        var form = new CompactWriter(topic.Id.Length + 24);
        form.Topic(topic);
        form.Number(seq);
        return form.ToArray();
    }

    private static T From<T>(byte[] bytes, Func<Topic, long, T> make)
    {
        var form = new CompactReader(bytes);
        return make(form.Topic(), form.Number());
    }

    private static byte[] WriteInterest(Interest interest)
    {
        var form = new CompactWriter(interest.Topic.Id.Length + 24);
        form.Topic(interest.Topic);
        form.Number(interest.LastSeq);
        form.Number(interest.Question);
        return form.ToArray();
    }

    private static Interest ReadInterest(byte[] bytes)
    {
        var form = new CompactReader(bytes);
        return new Interest(form.Topic(), form.Number()) { Question = form.IsAtEnd ? 0 : (int)form.Number() };
    }

    private static byte[] WriteBatch(PublicationBatch batch)
    {
        var form = new CompactWriter(Estimate(batch.Publications) + (batch.Heads.Count * 64));
        form.Publications(batch.Publications);
        form.Number(batch.Heads.Count);
        foreach (var head in batch.Heads)
        {
            form.Topic(head.Topic);
            form.Number(head.Seq);
        }

        form.Traces(batch.Publications);
        return form.ToArray();
    }

    private static PublicationBatch ReadBatch(byte[] bytes)
    {
        var form = new CompactReader(bytes);
        var publications = form.Publications();
        var heads = new TopicHead[form.Count()];
        for (var i = 0; i < heads.Length; i++)
            heads[i] = new TopicHead(form.Topic(), form.Number());
        form.Traces(publications);
        return new PublicationBatch(publications) { Heads = heads };
    }

    private static byte[] WriteHead(Head head)
    {
        var form = new CompactWriter(Estimate(head.Missed) + head.Topic.Id.Length);
        form.Topic(head.Topic);
        form.Number(head.Seq);
        form.Number(head.Truncated ? 1 : 0);
        form.Publications(head.Missed);
        form.Number(head.Answers);
        return form.ToArray();
    }

    private static Head ReadHead(byte[] bytes)
    {
        var form = new CompactReader(bytes);
        var topic = form.Topic();
        var seq = form.Number();
        var truncated = form.Number() == 1;
        return new Head(topic, seq, form.Publications(), truncated) { Answers = form.IsAtEnd ? 0 : (int)form.Number() };
    }

    private static byte[] WriteAnnouncement(Announcement announcement)
    {
        var form = new CompactWriter(announcement.Envelope.Utf8.Length + (announcement.Topics.Count * 64));
        form.Bytes(announcement.Envelope.Utf8.Span);
        form.Number(announcement.Topics.Count);
        foreach (var topic in announcement.Topics)
            form.Topic(topic);
        return form.ToArray();
    }

    private static Announcement ReadAnnouncement(byte[] bytes)
    {
        var form = new CompactReader(bytes);
        var envelope = new EncodedEnvelope(form.Bytes());
        var topics = new Topic[form.Count()];
        for (var i = 0; i < topics.Length; i++)
            topics[i] = form.Topic();
        return new Announcement(topics, envelope);
    }

    private static int Estimate(IReadOnlyList<Publication> publications)
    {
        var bytes = 64;
        foreach (var publication in publications)
            bytes += PublicationBytes.Of(publication);
        return bytes;
    }
}
