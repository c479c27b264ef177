namespace AkkaRealtime.Storage.Folding;

/// <summary>Puts letters of kana and Hangul together that a text has taken apart, as file names of some systems are.</summary>
internal static class Composition
{
    private const char Voiced = '\u3099';
    private const char HalfVoiced = '\u309A';
    private const int ToKatakana = 'ア' - 'あ';

    // Syllables are numbered: first consonant, vowel, last consonant (The Unicode Standard, 3.12).
    private const char Syllables = '\uAC00';
    private const int Vowels = 21;
    private const int Lasts = 28;

    /// <summary>The one letter that two are; null where they are two.</summary>
    public static char? Of(char first, char second) => second switch
    {
        Voiced => AddVoice(first),
        HalfVoiced => first is >= 'は' and <= 'ほ' or >= 'ハ' and <= 'ホ' && AddVoice(first) is not null ? (char)(first + 2) : null,
        >= '\u1161' and <= '\u1175' when first is >= '\u1100' and <= '\u1112' => (char)(Syllables + ((((first - 0x1100) * Vowels) + second - 0x1161) * Lasts)),
        >= '\u11A8' and <= '\u11C2' when first is >= Syllables and <= '\uD7A3' && (first - Syllables) % Lasts == 0 => (char)(first + second - 0x11A7),
        _ => null,
    };

    private static char? AddVoice(char kana) => kana switch
    {
        'ウ' => 'ヴ',
        'う' => 'ゔ',
        >= 'ワ' and <= 'ヲ' => (char)(kana + 8),
        'ゝ' or 'ヽ' => (char)(kana + 1),
        >= 'ァ' and <= 'ヺ' => AddVoice((char)(kana - ToKatakana)) is { } hiragana ? (char)(hiragana + ToKatakana) : null,
        _ when "かきくけこさしすせそたちつてとはひふへほ".Contains(kana, StringComparison.Ordinal) => (char)(kana + 1),
        _ => null,
    };
}
