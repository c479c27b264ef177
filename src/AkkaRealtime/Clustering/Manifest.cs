using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Clustering;

/// <summary>
/// One kind of message between nodes: its short name, and how it is written and read. A name is never used for anything else again, and a record that takes
/// another form gets another name: should nodes of two versions meet, one refuses what it doesn't know instead of misreading it.
/// </summary>
internal sealed class Manifest
{
    private Manifest(string name, Type type, Func<object, byte[]> write, Func<byte[], object> read)
    {
        Name = name;
        Type = type;
        Write = write;
        Read = read;
    }

    /// <summary>The name between nodes: a domain's letter and a number, <c>u4</c>; of a host's domain its name and the message's, <c>whiteboard.draw</c>.</summary>
    public string Name { get; }

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>The record as bytes.</summary>
    public Func<object, byte[]> Write { get; }

    /// <summary>And back.</summary>
    public Func<byte[], object> Read { get; }

    /// <summary>A rare message: JSON by source-generated code, which <paramref name="json"/> makes when the first one crosses, not when a node starts.</summary>
    public static Manifest Of<T>(string name, Func<JsonTypeInfo<T>> json)
        where T : class => new(
            name,
            typeof(T),
            message => JsonSerializer.SerializeToUtf8Bytes((T)message, json()),
            bytes => JsonSerializer.Deserialize(bytes, json()) ?? throw new JsonException($"'{name}' holds null."));

    /// <summary>A frequent message: a compact form of its own. What is read may keep parts of the array.</summary>
    public static Manifest Binary<T>(string name, Func<T, byte[]> write, Func<byte[], T> read)
        where T : class => new(name, typeof(T), message => write((T)message), bytes => read(bytes));
}
