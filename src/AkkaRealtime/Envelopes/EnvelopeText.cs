using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// An envelope that is written piece by piece, for the few that are written with every message: the same bytes as <see cref="EnvelopeWriter"/>'s at a third of its price.
/// Texts that JSON would have to escape are not for it: it is given up, and the caller writes the envelope the usual way.
/// </summary>
internal ref struct EnvelopeText
{
    // Longer ones are rare, and their price is in the copying.
    private const int Size = 8_192;

    [ThreadStatic]
    private static byte[]? _scratch;

    private readonly Span<byte> _bytes;
    private int _length;
    private bool _isGivenUp;

    private EnvelopeText(Span<byte> bytes) => _bytes = bytes;

    /// <summary>Begins one; another one of this thread must have ended.</summary>
    public static EnvelopeText Begin() => new(_scratch ??= GC.AllocateUninitializedArray<byte>(Size));

    /// <summary>What stands between the values.</summary>
    public void Add(ReadOnlySpan<byte> json)
    {
        if (_isGivenUp || json.Length > _bytes.Length - _length)
        {
            _isGivenUp = true;
            return;
        }

        json.CopyTo(_bytes[_length..]);
        _length += json.Length;
    }

    /// <summary>The inside of a JSON string.</summary>
    public void Add(string text)
    {
        if (_isGivenUp || !Encoding.UTF8.TryGetBytes(text, _bytes[_length..], out var written) || IsEscaped(_bytes.Slice(_length, written)))
            _isGivenUp = true;
        else
            _length += written;
    }

    /// <summary>A number.</summary>
    public void Add(long number)
    {
        if (_isGivenUp || !number.TryFormat(_bytes[_length..], out var written, default, CultureInfo.InvariantCulture))
            _isGivenUp = true;
        else
            _length += written;
    }

    /// <summary>A time, as <see cref="WireTimeConverter"/> writes it.</summary>
    public void Add(DateTimeOffset at)
    {
        // 2026-11-30T09:30:45.1234567Z, of which the wire has the milliseconds.
        const int withMilliseconds = 23;
        if (_isGivenUp || !at.UtcDateTime.TryFormat(_bytes[_length..], out _, "O", CultureInfo.InvariantCulture))
        {
            _isGivenUp = true;
            return;
        }

        _length += withMilliseconds;
        Add("Z"u8);
    }

    /// <summary>The envelope; null where it has to be written the usual way.</summary>
    public readonly EncodedEnvelope? End() => _isGivenUp ? null : new EncodedEnvelope(_bytes[.._length].ToArray());

    // A replacement character may stand for half a surrogate pair, which the usual way knows how to write.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEscaped(ReadOnlySpan<byte> utf8) =>
        WireJson.Encoder.FindFirstCharacterToEncodeUtf8(utf8) >= 0 || (!Ascii.IsValid(utf8) && utf8.IndexOf("\uFFFD"u8) >= 0);
}
