using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Clustering;

namespace AkkaRealtime.Connections.Streams;

/// <summary>
/// Brings what a client sends to its stream, which may be another node's: behind a balancer each request goes where it likes. A request that is lost on the way is sent again by the client, under its
/// number, so that passing on needs no promise of its own.
/// </summary>
internal sealed class StreamPosts(OpenStreams streams, Func<ActorSystem> system)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Whether the stream may be there: this node has it, or there is another node that would.</summary>
    public bool MayExist(string stream) => streams.Find(stream) is not null || OwnerOf(stream) is not null;

    /// <summary>Takes a request; see <see cref="StreamTransport.TakeAsync"/>.</summary>
    public Task<PostOutcome> TakeAsync(string stream, long number, byte[] lines) => HandAsync(new StreamPost(stream, number, lines));

    /// <summary>The client leaves.</summary>
    public Task<PostOutcome> LeaveAsync(string stream) => HandAsync(new StreamPost(stream, StreamPost.Leaves, []));

    private async Task<PostOutcome> HandAsync(StreamPost post)
    {
        if (streams.Find(post.Stream) is { } own)
            return await post.GiveToAsync(own).ConfigureAwait(false);
        if (OwnerOf(post.Stream) is not { } owner)
            return PostOutcome.Gone;
        try
        {
            // An Ask is right here: it is a request that waits, and this is the rare way of a rare way.
            var posts = system().ActorSelection(new RootActorPath(owner) / "user" / StreamPostsActor.Name);
            return (await posts.Ask<StreamPosted>(post, Patience).ConfigureAwait(false)).Outcome;
        }
        catch (AskTimeoutException)
        {
            return PostOutcome.Unreachable;
        }
    }

    private Address? OwnerOf(string stream) =>
        streams.OtherNodeOf(stream) is { } node ? Cluster.Get(system()).State.Members.FirstOrDefault(m => m.UniqueAddress.Uid == node)?.Address : null;
}

/// <summary>Takes for this node's streams what clients have sent by way of another one.</summary>
internal sealed class StreamPostsActor(OpenStreams streams) : UntypedActor
{
    /// <summary>Its name.</summary>
    public const string Name = "stream-posts";

    /// <summary>How it is made.</summary>
    public static Props Props(OpenStreams streams) => Producer.Of(() => new StreamPostsActor(streams));

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StreamPost post when streams.Find(post.Stream) is { } stream:
                post.GiveToAsync(stream).PipeTo(Sender, success: outcome => new StreamPosted(outcome), failure: _ => new StreamPosted(PostOutcome.Gone));
                break;
            case StreamPost:
                Sender.Tell(new StreamPosted(PostOutcome.Gone));
                break;
            default:
                Unhandled(message);
                break;
        }
    }
}
