using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace AkkaRealtime.Envelopes;

/// <summary>
/// Escapes what JSON asks for (RFC 8259 §7) and nothing else: text stays UTF-8, emoji too, which the framework's encoders write as pairs of <c>\u</c>, three times as long.
/// What is no text, a lone half of a pair, becomes U+FFFD.
/// </summary>
internal sealed class WireEncoder : JavaScriptEncoder
{
    private const string Needed = "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u0009\u000a\u000b\u000c\u000d\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f\u007f";

    private static readonly SearchValues<char> Chars = SearchValues.Create(Needed);
    private static readonly SearchValues<byte> Bytes = SearchValues.Create(Encoding.ASCII.GetBytes(Needed));

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => 6;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) => unicodeScalar is < 0x20 or '"' or '\\' or 0x7F;

    /// <inheritdoc/>
    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength) => Find(new ReadOnlySpan<char>(text, textLength));

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncodeUtf8(ReadOnlySpan<byte> utf8Text)
    {
        var found = utf8Text.IndexOfAny(Bytes);
        return found < 0 && !Utf8.IsValid(utf8Text) ? base.FindFirstCharacterToEncodeUtf8(utf8Text) : found;
    }

    /// <inheritdoc/>
    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        var output = new Span<char>(buffer, bufferLength);
        numberOfCharactersWritten = 0;
        if (ShortOf(unicodeScalar) is { } letter)
            return Write(output, ['\\', letter], out numberOfCharactersWritten);

        // Nothing beyond the first plane is ever escaped.
        Span<char> escaped = stackalloc char[6];
        escaped.TryWrite(CultureInfo.InvariantCulture, $"\\u{unicodeScalar:x4}", out _);
        return Write(output, escaped, out numberOfCharactersWritten);
    }

    /// <inheritdoc/>
    public override OperationStatus Encode(
        ReadOnlySpan<char> source, Span<char> destination, out int charsConsumed, out int charsWritten, bool isFinalBlock = true)
    {
        // Runs between what is escaped are copied as they are; the base class asks for each character.
        (charsConsumed, charsWritten) = (0, 0);
        while (!source.IsEmpty)
        {
            var run = Find(source);
            if (run < 0)
                run = source.Length;
            if (run > destination.Length)
                return OperationStatus.DestinationTooSmall;
            source[..run].CopyTo(destination);
            source = source[run..];
            destination = destination[run..];
            charsConsumed += run;
            charsWritten += run;
            if (source.IsEmpty)
                break;
            var status = base.Encode(source[..1], destination, out var one, out var escaped, isFinalBlock || source.Length > 1);
            if (status != OperationStatus.Done)
                return status;
            source = source[one..];
            destination = destination[escaped..];
            charsConsumed += one;
            charsWritten += escaped;
        }

        return OperationStatus.Done;
    }

    // Pairs are skipped; where a half stands alone, that is what is found.
    private static int Find(ReadOnlySpan<char> text)
    {
        var escaped = text.IndexOfAny(Chars);
        var end = escaped < 0 ? text.Length : escaped;
        for (var at = 0; at < end;)
        {
            var half = text[at..end].IndexOfAnyInRange('\ud800', '\udfff');
            if (half < 0)
                break;
            at += half;
            if (!char.IsHighSurrogate(text[at]) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
                return at;
            at += 2;
        }

        return escaped;
    }

    private static char? ShortOf(int scalar) => scalar switch
    {
        '"' => '"',
        '\\' => '\\',
        '\b' => 'b',
        '\f' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        _ => null,
    };

    private static bool Write(Span<char> output, ReadOnlySpan<char> escaped, out int written)
    {
        var fits = escaped.TryCopyTo(output);
        written = fits ? escaped.Length : 0;
        return fits;
    }
}
