using System.Globalization;
using System.Text;

namespace AkkaRealtime.Storage.Folding;

/// <summary>
/// What single characters become when a text is folded (<c>folding.txt</c>, made by <c>folding.py</c>). A table of our own: a process without ICU knows no
/// compatibility forms, and two processes of one cluster must not differ.
/// </summary>
internal static class FoldedLetters
{
    // From here on there are tags and variation selectors, which become nothing, and then what is for private use.
    private const int LastPlanes = 0xE0000;
    private const int PrivatePlanes = 0xF0000;

    // By the upper bits of the code point; most pages are empty.
    private static readonly string?[]?[] Pages = Read();

    /// <summary>What a character becomes; null where it stays, but for its capitals.</summary>
    public static string? Of(Rune rune) => rune.Value < LastPlanes ? Pages[rune.Value >> 8]?[rune.Value & 0xFF] : rune.Value < PrivatePlanes ? "" : null;

    private static string?[]?[] Read()
    {
        var pages = new string?[]?[LastPlanes >> 8];
        using var reader = new StreamReader(typeof(FoldedLetters).Assembly.GetManifestResourceStream($"{typeof(FoldedLetters).Namespace}.folding.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var forms = line.Split('\t');
            var first = int.Parse(forms[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            for (var i = 1; i < forms.Length; i++)
            {
                var value = first + i - 1;
                (pages[value >> 8] ??= new string?[0x100])[value & 0xFF] = forms[i] switch
                {
                    "NIL" => "",
                    "SP" => " ",
                    var form => form,
                };
            }
        }

        return pages;
    }
}
