using AkkaRealtime.Routing.Chat.Store.Search;
using CsCheck;

namespace AkkaRealtime.Tests.Routing.Chat.Store.Search;

public sealed class RoomWordsTests
{
    private static readonly Gen<string> Ascii = Gen.Char['\0', '\u007f'].Array[0, 300].Select(c => new string(c));

    private static readonly Gen<string> Words = Gen.Char['x', '|'].Array[0, 300].Select(c => new string(c));

    [Fact]
    public void Of_AnyText_IsItsTokensEachBehindTheRoom() => Gen.Select(Gen.OneOf(Ascii, Words, Gen.String), Gen.OneOf(Gen.Long[1, 1_000], Gen.Const(long.MaxValue))).Sample(
        (text, room) => Assert.Equal(Tokenizer.Tokens(text).Select(token => RoomWords.Prefix(room) + token), RoomWords.Of(room, text).Split(' ', StringSplitOptions.RemoveEmptyEntries)),
        iter: 2_000,
        threads: 1);

    [Fact]
    public void Of_ALongWord_IsItsBeginning() => Assert.Equal("1x" + new string('a', 64), RoomWords.Of(1, new string('A', 65)).Trim());

    [Theory]
    [InlineData(256)]
    [InlineData(257)]
    public void Of_ManyTokens_HasRoomForAllOfThem(int length)
    {
        var text = string.Concat(Enumerable.Repeat("a ", length))[..length];

        Assert.Equal((length + 1) / 2, RoomWords.Of(long.MaxValue, text).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
    }
}
