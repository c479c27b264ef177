using System.Buffers;
using System.Runtime.Serialization;
using System.Text;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Topics;

/// <summary>Writes numbers (7 bits a byte), texts and publications one behind the other.</summary>
internal readonly struct CompactWriter(int estimate)
{
    private readonly ArrayBufferWriter<byte> _output = new(Math.Max(estimate, 16));

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _output.WrittenSpan.ToArray();

    /// <summary>A number that is not negative: one byte up to 127.</summary>
    public void Number(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var span = _output.GetSpan(10);
        var length = 0;
        var rest = (ulong)value;
        for (; rest >= 0x80; rest >>= 7)
            span[length++] = (byte)(rest | 0x80);
        span[length++] = (byte)rest;
        _output.Advance(length);
    }

    /// <summary>A text: its bytes' count, its bytes.</summary>
    public void Text(string value)
    {
        Number(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _output);
    }

    /// <summary>A topic.</summary>
    public void Topic(Topic topic)
    {
        Number((int)topic.Kind);
        Text(topic.Id);
    }

    /// <summary>Publications. A topic that is the one before's is not repeated.</summary>
    public void Publications(IReadOnlyList<Publication> publications)
    {
        Number(publications.Count);
        Topic? before = null;
        foreach (var publication in publications)
        {
            var same = publication.Topic == before;
            Number((same ? CompactReader.SameTopic : 0) | (publication.Leaves is null ? 0 : CompactReader.HasLeaves));
            if (!same)
                Topic(publication.Topic);
            before = publication.Topic;
            Number(publication.Seq);
            Number(publication.Envelope.Utf8.Length);
            _output.Write(publication.Envelope.Utf8.Span);
            if (publication.Leaves is { } leaves)
                Text(leaves.Value);
        }
    }
}

/// <summary>Reads what <see cref="CompactWriter"/> wrote. Bytes of envelopes are parts of the array, not copies.</summary>
internal ref struct CompactReader(byte[] bytes)
{
    /// <summary>Flag of a publication: of the topic of the one before.</summary>
    public const int SameTopic = 1;

    /// <summary>Flag of a publication: a user follows who leaves.</summary>
    public const int HasLeaves = 2;

    private int _at;

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

    /// <summary>A topic.</summary>
    public Topic Topic() => new((TopicKind)Number(), Text());

    /// <summary>Publications.</summary>
    public Publication[] Publications()
    {
        var publications = new Publication[Count()];
        Topic topic = default;
        for (var i = 0; i < publications.Length; i++)
        {
            var flags = Number();
            if ((flags & SameTopic) == 0)
                topic = Topic();
            publications[i] = new Publication(
                topic,
                Number(),
                new EncodedEnvelope(Bytes()),
                (flags & HasLeaves) == 0 ? null : new UserId(Text()));
        }

        return publications;
    }

    private ReadOnlyMemory<byte> Bytes()
    {
        var length = Count();
        _at += length;
        return bytes.AsMemory(_at - length, length);
    }
}
