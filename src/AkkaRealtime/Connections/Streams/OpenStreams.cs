using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace AkkaRealtime.Connections.Streams;

/// <summary>
/// This node's streams, by their names. A name can't be guessed, and is all that it takes to send on the stream, for as long as it lasts: it begins with the node, by which the others pass on
/// what reaches them. Safe from any thread.
/// </summary>
/// <param name="node">This node's number in the cluster.</param>
internal sealed class OpenStreams(Func<int> node)
{
    private const int SecretCharacters = 32;
    private const int NodeCharacters = 8;

    private readonly ConcurrentDictionary<string, StreamTransport> _streams = new();

    /// <summary>The number of the other node whose stream it is; null where it would be this one's, or nobody's.</summary>
    public int? OtherNodeOf(string name) =>
        name.Length == NodeCharacters + SecretCharacters
        && int.TryParse(name.AsSpan(0, NodeCharacters), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
        && number != node() ? number : null;

    /// <summary>Names it, and keeps it until <see cref="Remove"/>.</summary>
    public string Add(StreamTransport stream)
    {
        var name = $"{node().ToString("x8", CultureInfo.InvariantCulture)}{RandomNumberGenerator.GetHexString(SecretCharacters, lowercase: true)}";
        _streams[name] = stream;
        return name;
    }

    /// <summary>The stream of that name, or null.</summary>
    public StreamTransport? Find(string name) => _streams.GetValueOrDefault(name);

    /// <summary>It has ended.</summary>
    public void Remove(string name) => _streams.TryRemove(name, out _);
}
