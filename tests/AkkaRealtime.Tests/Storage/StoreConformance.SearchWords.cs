namespace AkkaRealtime.Tests.Storage;

public abstract partial class StoreConformance
{
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
}
