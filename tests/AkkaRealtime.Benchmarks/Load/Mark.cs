using System.Buffers.Text;
using System.Globalization;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>
/// What a chat message of the benchmarks says: 64 bytes that begin with its number, so that a delivery is known in any peer's bytes, and known
/// again where it comes twice.
/// </summary>
internal static class Mark
{
    private const byte Sign = (byte)'~';
    private const int Digits = 10;
    private const string Rest = "0123456789abcdef0123456789abcdef0123456789abcdef01234";

    /// <summary>The text of a room's message number <paramref name="number"/>.</summary>
    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"~{number:0000000000}{Rest}");

    /// <summary>The number of the next chat message in these bytes, which move on behind it; false where there is none.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        var at = bytes.IndexOf(Sign);
        if (at < 0 || bytes.Length < at + 1 + Digits)
            return false;
        var isNumber = Utf8Parser.TryParse(bytes.Slice(at + 1, Digits), out number, out var taken) && taken == Digits;
        bytes = bytes[(at + 1 + Digits)..];
        return isNumber;
    }
}
