using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;

namespace AkkaRealtime.Connections.Streams;

/// <summary>A client's request on its way to the node that has the stream.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Number">The request's number, or <see cref="Leaves"/>.</param>
/// <param name="Lines">An envelope a line.</param>
internal sealed record StreamPost(string Stream, long Number, byte[] Lines) : ICrossesNodes
{
    /// <summary>In place of a number: the client says goodbye.</summary>
    public const long Leaves = 0;

    /// <summary>Gives it to its stream.</summary>
    public Task<PostOutcome> GiveToAsync(StreamTransport stream) => Number == Leaves ? stream.LeaveAsync() : stream.TakeAsync(Number, Lines);
}

/// <summary>What became of a <see cref="StreamPost"/>.</summary>
internal sealed record StreamPosted(PostOutcome Outcome) : ICrossesNodes;

/// <summary>What of streams may cross nodes.</summary>
internal static class StreamManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("h1", () => StreamNodeJson.Default.StreamPost),
        Manifest.Of("h2", () => StreamNodeJson.Default.StreamPosted),
    ];
}

/// <summary>The JSON of <see cref="StreamManifests"/>.</summary>
[JsonSerializable(typeof(StreamPost))]
[JsonSerializable(typeof(StreamPosted))]
internal sealed partial class StreamNodeJson : JsonSerializerContext;
