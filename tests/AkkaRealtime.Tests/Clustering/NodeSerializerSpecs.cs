using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Tests.Topics;
using AkkaRealtime.Topics;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Clustering;

public sealed class NodeSerializerSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    private static readonly Type[] Crossing =
    [
        typeof(EncodedEnvelope),
        .. typeof(ICrossesNodes).Assembly.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(ICrossesNodes))),
    ];

    [Fact]
    public void Should_have_a_manifest_for_every_record_that_crosses_nodes()
    {
        var forgotten = Crossing.Except(NodeManifests.All.Select(m => m.Type)).Select(t => t.FullName).ToList();
        Assert.True(forgotten.Count == 0, $"No manifest for {string.Join(", ", forgotten)}. Add it to the list of its domain, which NodeManifests names.");
    }

    [Fact]
    public void Should_bring_every_record_over_as_it_was()
    {
        var faults = new List<string>();
        foreach (var sample in Crossing.SelectMany(Sample.All))
            faults.AddRange(Sample.Differences(sample, RoundTrip(sample), sample.GetType().Name));

        Assert.True(faults.Count == 0, $"Not the same on the other side: {string.Join(", ", faults)}.");
    }

    [Fact]
    public void Should_bring_many_publications_over_as_they_were()
    {
        var room = Topic.Of(new RoomId("r1"));
        var batch = new PublicationBatch(
        [
            new Publication(room, 1, Envelope("a")),
            new Publication(room, long.MaxValue, Envelope(new string('x', 300)), new UserId("bob")),
            new Publication(Topic.Of(new UserId("alice")), 0, Envelope("status")),
            new Publication(new Topic(new TopicKind(2), "prices"), 0, Envelope("price")) { IsKept = true },
        ])
        {
            Heads = [new TopicHead(room, 7)],
        };
        Assert.Empty(Sample.Differences(batch, RoundTrip(batch), "batch"));
    }

    [Fact]
    public void Should_bring_the_number_of_a_question_over_and_do_without_where_an_older_node_has_none()
    {
        var room = Topic.Of(new RoomId("r1"));
        var question = new Interest(room, 7) { Question = 300 };
        var answer = new Head(room, 8, [new Publication(room, 8, Envelope("a"))], Truncated: false) { Answers = 300 };
        Assert.Equal(question, RoundTrip(question));
        Assert.Equal(300, ((Head)RoundTrip(answer)).Answers);
        Assert.Equal(question with { Question = 0 }, Serializer().FromBinary(Serializer().ToBinary(question)[..^2], "t2"));
        Assert.Equal(0, ((Head)Serializer().FromBinary(Serializer().ToBinary(answer)[..^2], "t5")).Answers);
    }

    [Fact]
    public void Should_bring_traces_over_and_do_without_where_an_older_node_has_none()
    {
        const string trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        var room = Topic.Of(new RoomId("r1"));
        var plain = new PublicationBatch([new Publication(room, 1, Envelope("a")), new Publication(room, 2, Envelope("b"))]);
        var traced = new PublicationBatch([plain.Publications[0], plain.Publications[1] with { Trace = trace }]);
        Assert.Equal([null, trace], ((PublicationBatch)RoundTrip(traced)).Publications.Select(p => p.Trace));
        Assert.Equal(Serializer().ToBinary(plain), Serializer().ToBinary(traced)[..Serializer().ToBinary(plain).Length]);
    }

    [Fact]
    public void Should_skip_and_name_what_a_node_of_another_version_sends()
    {
        var unknown = new List<string>();
        var serializer = new NodeSerializer((ExtendedActorSystem)Sys, NodeManifests.All, unknown.Add);
        Assert.Equal(new UnknownMessage("z99"), serializer.FromBinary([1, 2, 3], "z99"));
        Assert.Equal(["z99"], unknown);
    }

    [Fact]
    public void Should_refuse_a_message_that_has_no_manifest()
    {
        var fault = Assert.Throws<SerializationException>(() => RoundTrip(new Unregistered("x")));
        Assert.Contains("Unregistered has no manifest", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_a_message_that_is_cut_short()
    {
        var bytes = Serializer().ToBinary(new PublicationBatch([new Publication(Topic.Of(new RoomId("r1")), 1, Envelope("abc"))]));
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<SerializationException>(() => Serializer().FromBinary(bytes[..length], "t1"));
    }

    [Fact]
    public void Should_refuse_two_kinds_of_one_name() =>
        Assert.Throws<ArgumentException>(() => new NodeSerializer((ExtendedActorSystem)Sys, [.. TopicManifests.All, .. TopicManifests.All]));

    private static EncodedEnvelope Envelope(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private NodeSerializer Serializer() => (NodeSerializer)Sys.Serialization.FindSerializerForType(typeof(PublicationBatch));

    private object RoundTrip(object message)
    {
        var serializer = (SerializerWithStringManifest)Sys.Serialization.FindSerializerFor(message);
        return serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
    }

    private sealed record Unregistered(string Text);
}
