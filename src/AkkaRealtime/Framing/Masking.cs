using System.Numerics;

namespace AkkaRealtime.Framing;

/// <summary>Takes the mask off a client's payload (RFC 6455 §5.3).</summary>
internal static class Masking
{
    /// <summary>
    /// Copies <paramref name="source"/> unmasked to <paramref name="destination"/>.
    /// </summary>
    /// <param name="source">Masked bytes.</param>
    /// <param name="destination">At least as long.</param>
    /// <param name="mask">The four bytes of the mask, the first one lowest.</param>
    /// <param name="phase">How many bytes of the payload came before.</param>
    public static void Unmask(ReadOnlySpan<byte> source, Span<byte> destination, uint mask, int phase)
    {
        var turned = BitOperations.RotateRight(mask, (phase & 3) * 8);
        var i = 0;
        if (BitConverter.IsLittleEndian)
        {
            var wide = Vector.AsVectorByte(new Vector<uint>(turned));
            for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
                (new Vector<byte>(source[i..]) ^ wide).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
            destination[i] = (byte)(source[i] ^ (turned >> ((i & 3) * 8)));
    }
}
