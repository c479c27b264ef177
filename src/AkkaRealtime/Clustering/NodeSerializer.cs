using System.Collections.Frozen;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaRealtime.Clustering;

/// <summary>
/// Writes what goes between nodes, each kind under an explicit manifest. It is bound to <see cref="object"/> as well, so that a message
/// without a manifest fails on its first way to another node instead of travelling as JSON with type names, which would let a peer name types.
/// </summary>
internal sealed class NodeSerializer : SerializerWithStringManifest
{
    /// <summary>The serializer's number between nodes; never changes.</summary>
    public const int Number = 4_141;

    /// <summary>Its name in Akka's configuration.</summary>
    public const string Alias = "akkarealtime";

    private readonly FrozenDictionary<Type, Manifest> _byType;
    private readonly FrozenDictionary<string, Manifest> _byName;
    private readonly Action<string> _unknown;

    /// <summary>Throws where a name or a type is there twice.</summary>
    /// <param name="system">Its system.</param>
    /// <param name="manifests">All that may cross nodes.</param>
    /// <param name="unknown">Told the name of each message that a node of another version sent and this one doesn't know.</param>
    public NodeSerializer(ExtendedActorSystem system, IReadOnlyList<Manifest> manifests, Action<string>? unknown = null)
        : base(system)
    {
        _unknown = unknown ?? (_ => { });
        foreach (var twice in manifests.GroupBy(m => m.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
            throw new ArgumentException($"The manifest '{twice.Key}' is used for {string.Join(" and ", twice.Select(m => m.Type.Name))}. Give one another name.", nameof(manifests));
        _byType = manifests.ToFrozenDictionary(m => m.Type);
        _byName = manifests.ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o) => Of(o).Name;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => Of(obj).Write(obj);

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest) => _byName.TryGetValue(manifest, out var known)
        ? known.Read(bytes)
        : Skipped(manifest);

    // Whoever gets it doesn't handle it, as with any message that is not for them: nothing fails during a rolling update.
    private UnknownMessage Skipped(string manifest)
    {
        _unknown(manifest);
        return new UnknownMessage(manifest);
    }

    private Manifest Of(object message) => _byType.TryGetValue(message.GetType(), out var manifest)
        ? manifest
        : throw new SerializationException($"{message.GetType().FullName} has no manifest and can't go to another node. Add it to the list of its domain, which NodeManifests names.");
}
