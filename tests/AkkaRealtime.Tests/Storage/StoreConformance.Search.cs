using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
    [SkippableTheory]
    [InlineData("fox", 1)]
    [InlineData("FOX quick", 1)]
    [InlineData("fo", 1)]
    [InlineData("fox dog", 0)]
    [InlineData("ox", 0)]
    [InlineData("", 0)]
    [InlineData("  ", 0)]
    [InlineData("\"", 0)]
    [InlineData("fox\" OR \"x", 0)]
    [InlineData("fox NOT quick", 0)]
    [InlineData("text:fox", 0)]
    [InlineData("'; DROP TABLE events --", 0)]
    public async Task Search_Words_FindsMessagesWithAllOfThem(string text, int hits)
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, "The quick brown fox, jumps!"), Message(room, Alice, "A lazy dog"));

        Assert.Equal(hits, (await Store.SearchAsync(Alice, text, null, null, 10, Cancel)).Hits.Count);
    }

    [SkippableFact]
    public async Task Search_AnyScript_IsFound()
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, "Grüße aus Zürich"), Message(room, Alice, "Привет, мир"));

        Assert.Equal("Grüße aus Zürich", Hit(await Store.SearchAsync(Alice, "grüße ZÜRICH", null, null, 10, Cancel)));
        Assert.Equal("Привет, мир", Hit(await Store.SearchAsync(Alice, "МИР", null, null, 10, Cancel)));
    }

    [SkippableTheory]
    [MemberData(nameof(Found))]
    public async Task Search_AWayToWriteIt_IsFoundOrNot(string text, string query, bool isFound)
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, text), Message(room, Alice, "something else"));

        var found = await Store.SearchAsync(Alice, query, null, null, 10, Cancel);
        var inRoom = await Store.SearchAsync(Alice, query, room, null, 10, Cancel);

        Assert.Equal(isFound ? [text] : [], found.Hits.Select(h => h.Message.Text));
        Assert.Equal(isFound ? [text] : [], inRoom.Hits.Select(h => h.Message.Text));
    }

    public static TheoryData<string, string, bool> Found => new()
    {
        { "Ask PROJ-1234 about covid-19", "1234", true },
        { "Ask PROJ-1234 about covid-19", "proj-1234", true },
        { "Ask PROJ-1234 about covid-19", "covid-19 proj", true },
        { "Ask PROJ-1234 about covid-19", "proj-19", false },
        { "Ask PROJ-1234 about covid-19", "1234 -- ask", true },
        { "Write to jane.doe@mail.example.org", "example", true },
        { "Write to jane.doe@mail.example.org", "jane.doe@mail.example.org", true },
        { "Write to jane.doe@mail.example.org", "mail.example", true },
        { "Write to jane.doe@mail.example.org", "example.mail", false },
        { "see https://example.org/docs/read_me.html?x=1", "read_me.html", true },
        { "see https://example.org/docs/read_me.html?x=1", "docs/read", true },
        { "see https://example.org/docs/read_me.html?x=1", "me", true },
        { "C:\\Temp\\log.txt", "temp\\log", true },
        { "a follow-up", "follow-up", true },
        { "a follow-up", "(follow", true },
        { "up to follow", "follow-up", false },
        { "C++ and C#", "c++", true },
        { "it's 100% \"done\"", "\"done\"", true },
        { "it's 100% \"done\"", "100%", true },
        { "東京都に行く", "東京", true },
        { "東京都に行く", "京都", true },
        { "東京都に行く", "都", true },
        { "東京都に行く", "く", true },
        { "東京都に行く", "東京都に行く", true },
        { "東京都に行く", "東都", false },
        { "東京都に行く", "大阪", false },
        { "東京tower", "東京tower", true },
        { "東京tower", "京tow", true },
        { "東京tower", "東tower", false },
        { "서울특별시에서", "특별시", true },
        { "서울특별시에서", "울", true },
        { "서울특별시에서", "서별", false },
        { "ไปกรุงเทพกัน", "กรุงเทพ", true },
        { "ไปกรุงเทพกัน", "เชียงใหม่", false },
        { "ﾃｽﾄ ガス", "テスト", true },
        { "ﾃｽﾄ ガス", "か\u3099ス", false },
        { "ﾃｽﾄ ガス", "カ\u3099ス", true },
        { "ＡＢＣ corp", "abc", true },
        { "Grüße aus der Straße", "strasse", true },
        { "Grüße aus der STRASSE", "straße", true },
        { "Grüße aus der Straße", "grusse", true },
        { "Đà Nẵng", "da nang", true },
        { "Łódź", "lodz", true },
        { "smørrebrød", "smorrebrod", true },
        { "smorrebrod", "smørrebrød", true },
        { "Encyclopædia, œuvre", "encyclopaedia oeuvre", true },
        { "DIYARBAKIR Diyarbakır", "diyarbakır", true },
        { "İstanbul", "istanbul", true },
        { "Ο ΟΔΥΣΣΕΥΣ", "οδυσσεύς", true },
        { "Ещё ёлка", "еще елка", true },
        { "שָׁלוֹם לכם", "שלום", true },
        { "السَّلَامُ عَلَيْكُم", "السلام", true },
        { "हिन्दी में", "हिन्दी", true },
        { "well done 👍🏽", "👍", true },
        { "well done 👍", "👍🏿", true },
        { "I ❤️ it", "❤", true },
        { "family 👨\u200D👩\u200D👧", "👩", true },
        { "family 👨\u200D👩\u200D👧", "👨\u200D👩\u200D👧", true },
        { "go 🇪🇺", "🇪🇺", true },
        { "go 🇪🇺", "🇩🇪", false },
        { "well done 👍", "👎", false },
        { "nothing to see", "--- ( ) \" ' \\ * : & | ! <->", false },
        { "nothing to see", "see\0 to", true },
    };

    [SkippableFact]
    public async Task Search_ALongText_IsFoundByItsFirst16000Words()
    {
        var room = Room("group", Alice);
        var words = Enumerable.Range(0, 16_001).Select(i => $"w{i:x}").ToArray();
        Append(room, 1, Message(room, Alice, string.Join(' ', words)), Message(room, Alice, new string('京', 60_000)));

        Assert.Single((await Store.SearchAsync(Alice, $"{words[0]} {words[15_998]}-{words[15_999]}", null, null, 10, Cancel)).Hits);
        Assert.Empty((await Store.SearchAsync(Alice, words[16_000], null, null, 10, Cancel)).Hits);
        Assert.Single((await Store.SearchAsync(Alice, "京京京", null, null, 10, Cancel)).Hits);
    }

    [SkippableFact]
    public async Task Search_InAllRooms_HitsOfOneMillisecondComeOnOneOfThePages()
    {
        RoomId[] rooms = [.. Enumerable.Range(0, 4).Select(_ => Room("group", Alice))];
        var at = Noon.AddHours(1);
        foreach (var room in rooms)
            Append(room, 1, [.. Enumerable.Range(0, 3).Select(i => Message(room, Alice, $"needle {i}") with { At = at })]);
        Append(rooms[1], 4, Message(rooms[1], Alice, "needle old") with { At = at.AddMilliseconds(-1) });

        var found = new List<MessageView>();
        SearchCursor? before = null;
        for (var more = true; more;)
        {
            var page = await Store.SearchAsync(Alice, "needle", null, before, 5, Cancel);
            found.AddRange(page.Hits.Select(h => h.Message));
            before = new SearchCursor(found[^1].At.ToUnixTimeMilliseconds(), found[^1].Id);
            more = page.More;
        }

        Assert.Equal(13, found.Count);
        Assert.Equal(13, found.DistinctBy(m => m.Id).Count());
        Assert.Equal(found.OrderByDescending(m => m.At).ThenByDescending(m => m.Id.Value, StringComparer.Ordinal), found);
        Assert.Equal("needle old", found[^1].Text);
    }

    [SkippableFact]
    public async Task Search_InARoomWhoseClockWentBack_GoesBySeq()
    {
        var room = Room("group", Alice);
        Append(room, 1, Message(room, Alice, "needle 1") with { At = Noon.AddHours(2) }, Message(room, Alice, "needle 2"), Message(room, Alice, "needle 3"));

        var first = await Store.SearchAsync(Alice, "needle", room, null, 2, Cancel);
        var rest = await Store.SearchAsync(Alice, "needle", room, new SearchCursor(first.Hits[^1].Message.Seq), 2, Cancel);

        Assert.Equal(["needle 3", "needle 2"], first.Hits.Select(h => h.Message.Text));
        Assert.Equal("needle 1", Hit(rest));
    }

    [SkippableFact]
    public async Task Search_RoomsOfOthers_AreNotFound()
    {
        var mine = Room("group", Alice);
        var others = Room("channel", Bob);
        Append(mine, 1, Message(mine, Alice, "needle mine"));
        Append(others, 1, Message(others, Bob, "needle theirs"));

        Assert.Equal("needle mine", Hit(await Store.SearchAsync(Alice, "needle", null, null, 10, Cancel)));
        Assert.Empty((await Store.SearchAsync(Alice, "needle", others, null, 10, Cancel)).Hits);
    }

    [SkippableFact]
    public async Task Search_EditedAndDeleted_FindsWhatStandsNow()
    {
        var room = Room("group", Alice);
        var edited = Message(room, Alice, "apple");
        var deleted = Message(room, Alice, "cherry");
        Append(room, 1, edited, deleted, Edit(room, Alice, edited.Id, "banana"), Delete(room, Alice, deleted.Id));

        Assert.Empty((await Store.SearchAsync(Alice, "apple", null, null, 10, Cancel)).Hits);
        Assert.Empty((await Store.SearchAsync(Alice, "cherry", null, null, 10, Cancel)).Hits);
        Assert.Equal("banana", Hit(await Store.SearchAsync(Alice, "banana", null, null, 10, Cancel)));
    }

    [SkippableFact]
    public async Task Search_InARoom_PagesBackBySeq()
    {
        var room = Room("group", Alice);
        Append(room, 1, [.. Enumerable.Range(1, 5).Select(i => Message(room, Alice, $"needle {i}"))]);
        var other = Room("group", Alice);
        Append(other, 1, Message(other, Alice, "needle elsewhere"));

        var first = await Store.SearchAsync(Alice, "needle", room, null, 2, Cancel);
        var rest = await Store.SearchAsync(Alice, "needle", room, new SearchCursor(first.Hits[^1].Message.Seq), 10, Cancel);

        Assert.Equal(["needle 5", "needle 4"], first.Hits.Select(h => h.Message.Text));
        Assert.True(first.More);
        Assert.Equal(["needle 3", "needle 2", "needle 1"], rest.Hits.Select(h => h.Message.Text));
        Assert.False(rest.More);
        Assert.All(rest.Hits, h => Assert.Equal(room, h.Room));
    }

    [SkippableFact]
    public async Task Search_InAllRooms_PagesBackByTime()
    {
        var one = Room("group", Alice);
        var two = Room("group", Alice);
        Append(one, 1, Message(one, Alice, "needle 1"));
        Append(two, 1, Message(two, Alice, "needle 2"));
        Append(one, 2, Message(one, Alice, "needle 3"));

        var first = await Store.SearchAsync(Alice, "needle", null, null, 2, Cancel);
        var rest = await Store.SearchAsync(Alice, "needle", null, new SearchCursor(first.Hits[^1].Message.At.ToUnixTimeMilliseconds()), 2, Cancel);

        Assert.Equal(["needle 3", "needle 2"], first.Hits.Select(h => h.Message.Text));
        Assert.Equal("needle 1", Hit(rest));
    }

    [SkippableFact]
    public async Task Search_EditedAfterASearch_FindsWhatStandsNow()
    {
        var room = Room("group", Alice);
        var message = Message(room, Alice, "apple");
        Append(room, 1, message);
        Assert.Equal("apple", Hit(await Store.SearchAsync(Alice, "apple", null, null, 10, Cancel)));

        Append(room, 2, Edit(room, Alice, message.Id, "banana"));
        Assert.Empty((await Store.SearchAsync(Alice, "apple", null, null, 10, Cancel)).Hits);
        Assert.Equal("banana", Hit(await Store.SearchAsync(Alice, "banana", null, null, 10, Cancel)));

        Append(room, 3, Delete(room, Alice, message.Id));
        Assert.Empty((await Store.SearchAsync(Alice, "banana", null, null, 10, Cancel)).Hits);
    }

    [SkippableFact]
    public async Task Search_AfterARestart_FindsWhatWasSentBefore()
    {
        var room = Room("group", Alice);
        Append(room, 1, [.. Enumerable.Range(0, 600).Select(i => Message(room, Alice, $"needle {i}"))]);
        Restart();

        Assert.Equal(600, (await Store.SearchAsync(Alice, "needle", null, null, 1_000, Cancel)).Hits.Count);
    }

    private static string Hit(SearchPage page) => Assert.Single(page.Hits).Message.Text;
}
