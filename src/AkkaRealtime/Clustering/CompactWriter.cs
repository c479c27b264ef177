using System.Buffers;
using System.Text;

namespace AkkaRealtime.Clustering;

/// <summary>Writes numbers (7 bits a byte), texts and bytes one behind the other.</summary>
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

    /// <summary>Bytes: their count, then they.</summary>
    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        _output.Write(value);
    }

    /// <summary>A text: its bytes' count, its bytes.</summary>
    public void Text(string value)
    {
        Number(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _output);
    }
}
