using Akka.Cluster;
using AkkaRealtime.Connections.Streams;
using AkkaRealtime.Framing;
using AkkaRealtime.Tests.Clustering;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections.Streams;

/// <summary>Two nodes behind a balancer: the stream is one's, and what its client sends reaches the other.</summary>
public sealed class StreamPostsSpecs(ITestOutputHelper output) : NodeSpec(output)
{
    [Fact]
    public async Task Should_pass_on_to_the_streams_node_and_say_what_that_says()
    {
        var other = await StartAnotherAsync();
        var there = new OpenStreams(() => Cluster.Get(other).SelfUniqueAddress.Uid);
        other.ActorOf(StreamPostsActor.Props(there), StreamPostsActor.Name);
        using var stream = new StreamTransport(new DefaultHttpContext());
        var name = there.Add(stream);
        var posts = new StreamPosts(new OpenStreams(() => Cluster.SelfUniqueAddress.Uid), () => Sys);
        await AwaitConditionAsync(() => Task.FromResult(posts.MayExist(name)), Patient.Wait);

        Assert.Equal(PostOutcome.Taken, await posts.TakeAsync(name, 1, "one"u8.ToArray()));
        Assert.Equal(PostOutcome.Taken, await posts.TakeAsync(name, 1, "again"u8.ToArray()));
        Assert.Equal(PostOutcome.Early, await posts.TakeAsync(name, 3, "three"u8.ToArray()));
        Assert.Equal(PostOutcome.Taken, await posts.TakeAsync(name, 2, "two\nthree"u8.ToArray()));
        Assert.Equal(PostOutcome.Taken, await posts.LeaveAsync(name));
        Assert.Equal(["one", "two", "three", "1000"], await ReadAsync(stream));

        there.Remove(name);
        Assert.Equal(PostOutcome.Gone, await posts.TakeAsync(name, 3, "late"u8.ToArray()));
    }

    [Fact]
    public async Task Should_know_that_nobody_has_the_stream()
    {
        var streams = new OpenStreams(() => Cluster.SelfUniqueAddress.Uid);
        var posts = new StreamPosts(streams, () => Sys);
        using var stream = new StreamTransport(new DefaultHttpContext());
        var name = streams.Add(stream);
        Assert.True(posts.MayExist(name));
        streams.Remove(name);
        foreach (var unknown in (string[])[name, "", new string('f', 40), new string('x', 40)])
        {
            Assert.False(posts.MayExist(unknown));
            Assert.Equal(PostOutcome.Gone, await posts.TakeAsync(unknown, 1, []));
        }
    }

    // The texts, and the code of the goodbye.
    private static async Task<List<string>> ReadAsync(StreamTransport stream)
    {
        var texts = new List<string>();
        var frames = new FrameReader(1_000);
        var buffer = new byte[1_000];
        var length = await stream.ReadAsync(buffer);
        Take(buffer.AsSpan(0, length));
        return texts;

        void Take(ReadOnlySpan<byte> input)
        {
            for (FrameKind kind; (kind = frames.Read(ref input)) != FrameKind.None;)
            {
                if (kind == FrameKind.Text)
                    texts.Add(System.Text.Encoding.UTF8.GetString(frames.TakeMessage(out var length).AsSpan(0, length)));
                if (kind == FrameKind.Close)
                    texts.Add(frames.Close.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }
}
