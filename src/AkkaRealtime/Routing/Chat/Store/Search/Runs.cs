using System.Buffers;
using System.Text;

namespace AkkaRealtime.Routing.Chat.Store.Search;

/// <summary>The stretches of a folded text, in order. What is neither letter nor digit nor emoji parts them, and is none.</summary>
internal ref struct Runs(ReadOnlySpan<char> folded)
{
    private ReadOnlySpan<char> _rest = folded;

    public Run Current { get; private set; }

    public readonly Runs GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            if (Characters.KindOf(Peek(_rest, out var length)) is not { } kind)
            {
                _rest = _rest[length..];
                continue;
            }

            var end = length;
            if (kind == RunKind.Emoji)
                end += FlagsSecond(_rest, length);
            else
            {
                while (end < _rest.Length && Characters.KindOf(Peek(_rest[end..], out length)) == kind)
                    end += length;
            }

            Current = new Run(kind, _rest[..end]);
            _rest = _rest[end..];
            return true;
        }

        return false;
    }

    // A flag is two letters of a kind of its own.
    private static int FlagsSecond(ReadOnlySpan<char> text, int first) =>
        Characters.IsFlagLetter(Peek(text, out _)) && first < text.Length && Characters.IsFlagLetter(Peek(text[first..], out var second)) ? second : 0;

    private static Rune Peek(ReadOnlySpan<char> text, out int length) =>
        Rune.DecodeFromUtf16(text, out var rune, out length) == OperationStatus.Done ? rune : Rune.ReplacementChar;
}
