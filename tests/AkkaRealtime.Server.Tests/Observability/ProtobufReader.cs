using System.Buffers.Binary;
using System.Text;

namespace AkkaRealtime.Server.Tests.Observability;

/// <summary>Reads a message of Protocol Buffers without its schema: fields by their numbers.</summary>
internal sealed class ProtobufReader
{
    private readonly Dictionary<int, List<(ulong Number, ReadOnlyMemory<byte> Bytes)>> _fields = [];

    /// <summary>Reads all of it.</summary>
    public ProtobufReader(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            (ulong Number, ReadOnlyMemory<byte> Bytes) value = (tag & 7) switch
            {
                0 => (Varint(ref message), default),
                1 => (BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8).Span), default),
                2 => (0, Take(ref message, (int)Varint(ref message))),
                5 => (BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4).Span), default),
                _ => throw new InvalidDataException($"Wire type {tag & 7} is none."),
            };
            if (!_fields.TryGetValue((int)(tag >> 3), out var values))
                _fields.Add((int)(tag >> 3), values = []);
            values.Add(value);
        }
    }

    /// <summary>A number; 0 where it was left out.</summary>
    public ulong Number(int field) => _fields.TryGetValue(field, out var values) ? values[^1].Number : 0;

    /// <summary>Bytes as hexadecimal.</summary>
    public string Hex(int field) => _fields.TryGetValue(field, out var values) ? Convert.ToHexStringLower(values[^1].Bytes.Span) : "";

    /// <summary>A text.</summary>
    public string Text(int field) => _fields.TryGetValue(field, out var values) ? Encoding.UTF8.GetString(values[^1].Bytes.Span) : "";

    /// <summary>Messages in it.</summary>
    public IEnumerable<ProtobufReader> All(int field) => _fields.TryGetValue(field, out var values) ? values.Select(v => new ProtobufReader(v.Bytes)) : [];

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> message, int length)
    {
        var taken = message[..length];
        message = message[length..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref message, 1).Span[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
