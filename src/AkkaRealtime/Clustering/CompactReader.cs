using System.Runtime.Serialization;
using System.Text;

namespace AkkaRealtime.Clustering;

/// <summary>Reads what <see cref="CompactWriter"/> wrote.</summary>
internal ref struct CompactReader(byte[] bytes)
{
    private int _at;

    /// <summary>Whether nothing is left: what a later version added is not there.</summary>
    public readonly bool IsAtEnd => _at >= bytes.Length;

    /// <summary>A number.</summary>
    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at >= bytes.Length)
                break;
            var next = bytes[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)value;
        }

        throw new SerializationException("A message from another node is cut short.");
    }

    /// <summary>A count of things that follow, each of at least one byte: what can't be there is refused before it is allocated.</summary>
    public int Count()
    {
        var count = Number();
        return count <= bytes.Length - _at ? (int)count : throw new SerializationException("A message from another node is cut short.");
    }

    /// <summary>A text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes().Span);

    /// <summary>Bytes: a part of the array, not a copy.</summary>
    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Count();
        _at += length;
        return bytes.AsMemory(_at - length, length);
    }
}
