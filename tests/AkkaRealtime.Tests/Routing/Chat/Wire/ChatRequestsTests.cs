using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Routing.Chat.Wire;

public sealed class ChatRequestsTests
{
    private static readonly RequestCatalog Catalog = new(ChatRequests.Types);

    [Fact]
    public void Types_All_GoToTheChatRouter() => Assert.All(ChatRequests.Types, type => Assert.Equal("chat", type.Router));

    [Fact]
    public void Types_AreAllOfTheProtocol() => Assert.Equal(
        ("chat.accept chat.ban chat.bans chat.bookmark chat.bookmarks chat.create chat.decline chat.delete chat.direct chat.directory chat.edit chat.follow-thread chat.history chat.invite chat.join chat.leave chat.members chat.pin chat.pins chat.react chat.read chat.read-thread " +
         "chat.remove chat.report chat.requests chat.reschedule chat.rooms chat.schedule chat.schedules chat.search chat.send chat.settings chat.sync chat.threads chat.typing chat.unban chat.unpreview chat.unschedule chat.unwatch chat.update chat.watch people.block people.blocks people.find people.pictures people.shared people.sync people.unblock").Split(' '),
        Catalog.Types.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("chat.rooms", "{}")]
    [InlineData("chat.rooms", """{"limit":200,"cursor":"1-1"}""")]
    [InlineData("chat.requests", """{"before":"i1","limit":1}""")]
    [InlineData("chat.accept", """{"request":"i1"}""")]
    [InlineData("chat.decline", """{"request":"i1"}""")]
    [InlineData("chat.create", """{"kind":"group","name":"Team","members":["bob"],"topic":"t","key":"k"}""")]
    [InlineData("chat.create", """{"kind":"channel","name":"Team"}""")]
    [InlineData("chat.direct", """{"user":"bob"}""")]
    [InlineData("chat.join", """{"room":"r1"}""")]
    [InlineData("chat.leave", """{"room":"r1"}""")]
    [InlineData("chat.invite", """{"room":"r1","users":["bob"]}""")]
    [InlineData("chat.remove", """{"room":"r1","users":["bob"]}""")]
    [InlineData("chat.ban", """{"room":"r1","users":["bob"],"reason":"spam","until":"2100-01-01T00:00:00.000Z"}""")]
    [InlineData("chat.unban", """{"room":"r1","users":["bob"]}""")]
    [InlineData("chat.bans", """{"room":"r1","after":"bob","limit":5}""")]
    [InlineData("chat.report", """{"room":"r1","id":"m1","reason":"spam"}""")]
    [InlineData("chat.bookmark", """{"room":"r1","id":"m1","on":true}""")]
    [InlineData("chat.bookmarks", """{"cursor":"17-m1","limit":5}""")]
    [InlineData("chat.threads", """{"unread":true,"before":"m1","limit":50}""")]
    [InlineData("chat.read-thread", """{"room":"r1","thread":"m1","seq":0}""")]
    [InlineData("chat.follow-thread", """{"room":"r1","thread":"m1","on":false}""")]
    [InlineData("chat.schedule", """{"room":"r1","key":"k","at":"2027-01-01T09:00:00.000Z","text":"x","replyTo":"m1","thread":"m2","mentions":["bob"],"audience":"all","previews":false}""")]
    [InlineData("chat.reschedule", """{"id":"s1","at":"2027-01-01T09:00:00.000Z"}""")]
    [InlineData("chat.reschedule", """{"id":"s1","now":true,"text":"x","mentions":["bob"],"audience":"here"}""")]
    [InlineData("chat.unschedule", """{"id":"s1"}""")]
    [InlineData("chat.schedules", """{"cursor":"17-s1","limit":5}""")]
    [InlineData("chat.update", """{"room":"r1","name":"n","topic":"","roles":{"bob":"admin"}}""")]
    [InlineData("chat.directory", """{"query":"x","before":"r1"}""")]
    [InlineData("chat.members", """{"room":"r1"}""")]
    [InlineData("chat.members", """{"room":"r1","after":"bob","limit":200,"query":"b","users":["bob"]}""")]
    [InlineData("chat.watch", """{"room":"r1"}""")]
    [InlineData("chat.unwatch", """{"room":"r1"}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"hi","replyTo":"m1","thread":"m1","mentions":["bob"],"unknown":1}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"hi","data":{"order":{"id":7}}}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"hi","data":null}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","attachments":[{"id":"f"}]}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","attachments":[{"id":"f","voice":{"ms":12000,"peaks":[0,100]}}]}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","attachments":[{"id":"f","voice":{"ms":1}}]}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"","attachments":[{"id":"f","name":"n","type":"t/t","size":1,"url":"/x"}]}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","thread":"m1","forward":{"room":"r2","id":"m2"}}""")]
    [InlineData("chat.edit", """{"room":"r1","id":"m1","text":"x"}""")]
    [InlineData("chat.delete", """{"room":"r1","id":"m1"}""")]
    [InlineData("chat.react", """{"room":"r1","id":"m1","emoji":"👍","on":true}""")]
    [InlineData("chat.pin", """{"room":"r1","id":"m1","on":false}""")]
    [InlineData("chat.unpreview", """{"room":"r1","id":"m1"}""")]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"https://example.com","previews":false}""")]
    [InlineData("chat.history", """{"room":"r1","before":5,"limit":200}""")]
    [InlineData("chat.history", """{"room":"r1","after":0,"thread":"m1"}""")]
    [InlineData("chat.history", """{"room":"r1","around":"m1","limit":20}""")]
    [InlineData("chat.pins", """{"room":"r1","before":7}""")]
    [InlineData("chat.sync", """{"rooms":{"r1":0,"r2":17}}""")]
    [InlineData("chat.read", """{"room":"r1","seq":3}""")]
    [InlineData("chat.typing", """{"room":"r1","on":true}""")]
    [InlineData("chat.search", """{"text":"x","room":"r1","before":9,"limit":1}""")]
    [InlineData("chat.search", """{"text":"x","before":1800000000000,"beforeId":"m1"}""")]
    public void Decode_WellFormed_IsAccepted(string type, string data) => Assert.Null(Error(type, data));

    [Theory]
    [InlineData("chat.create", """{"name":"n"}""", "kind", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"direct","name":"n"}""", "kind", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group"}""", "name", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":"  "}""", "name", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":"\u200b\u3164"}""", "name", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":"n","members":["System"]}""", "members", ErrorCode.BadRequest)]
    [InlineData("chat.direct", """{"user":"system"}""", "user", ErrorCode.BadRequest)]
    [InlineData("chat.invite", """{"room":"r1","users":["bob","system"]}""", "users", ErrorCode.BadRequest)]
    [InlineData("chat.update", """{"room":"r1","name":"\u2067\u2069"}""", "name", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"\u200b \u2800"}""", "text", ErrorCode.BadRequest)]
    [InlineData("chat.edit", """{"room":"r1","id":"m1","text":"\u200d"}""", "text", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":"n","members":["a b"]}""", "members", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":"n","members":[null]}""", "members", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":5}""", "name", ErrorCode.BadRequest)]
    [InlineData("chat.direct", "{}", "user", ErrorCode.BadRequest)]
    [InlineData("chat.join", "{}", "room", ErrorCode.BadRequest)]
    [InlineData("chat.join", """{"room":"a b"}""", "room", ErrorCode.BadRequest)]
    [InlineData("chat.invite", """{"room":"r1","users":[]}""", "users", ErrorCode.BadRequest)]
    [InlineData("chat.members", "{}", "room", ErrorCode.BadRequest)]
    [InlineData("chat.members", """{"room":"r1","after":"a b"}""", "after", ErrorCode.BadRequest)]
    [InlineData("chat.members", """{"room":"r1","limit":201}""", "limit", ErrorCode.BadRequest)]
    [InlineData("chat.members", """{"room":"r1","users":["a b"]}""", "users", ErrorCode.BadRequest)]
    [InlineData("chat.update", """{"room":"r1","roles":{"bob":"king"}}""", "roles", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k"}""", "text", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":" "}""", "text", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","text":"x"}""", "key", ErrorCode.BadRequest)]
    [InlineData("chat.create", """{"kind":"group","name":"x","key":""}""", "key", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"x","replyTo":""}""", "replyTo", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","text":"x","attachments":[{"name":"f"}]}""", "attachments", ErrorCode.BadRequest)]
    [InlineData("chat.bookmark", """{"room":"r1","id":"m1"}""", "on", ErrorCode.BadRequest)]
    [InlineData("chat.schedule", """{"room":"r1","at":"2027-01-01T09:00:00.000Z","text":"x"}""", "key", ErrorCode.BadRequest)]
    [InlineData("chat.schedule", """{"room":"r1","key":"k","text":"x"}""", "at", ErrorCode.BadRequest)]
    [InlineData("chat.schedule", """{"room":"r1","key":"k","at":"2027-01-01T09:00:00.000Z","text":" "}""", "text", ErrorCode.BadRequest)]
    [InlineData("chat.reschedule", """{"id":"s1"}""", "at", ErrorCode.BadRequest)]
    [InlineData("chat.reschedule", """{"id":"s1","now":true,"at":"2027-01-01T09:00:00.000Z"}""", "now", ErrorCode.BadRequest)]
    [InlineData("chat.unschedule", """{"id":""}""", "id", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","attachments":[{"id":"f","voice":{}}]}""", "attachments", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","attachments":[{"id":"f","voice":{"ms":1,"peaks":[101]}}]}""", "attachments", ErrorCode.BadRequest)]
    [InlineData("chat.send", """{"room":"r1","key":"k","attachments":[{"id":"f","voice":{"ms":86400001}}]}""", "attachments", ErrorCode.BadRequest)]
    [InlineData("chat.edit", """{"room":"r1","id":"m1"}""", "text", ErrorCode.BadRequest)]
    [InlineData("chat.react", """{"room":"r1","id":"m1","on":true}""", "emoji", ErrorCode.BadRequest)]
    [InlineData("chat.react", """{"room":"r1","id":"m1","emoji":"x"}""", "on", ErrorCode.BadRequest)]
    [InlineData("chat.history", """{"room":"r1","limit":201}""", "limit", ErrorCode.BadRequest)]
    [InlineData("chat.history", """{"room":"r1","before":1,"after":1}""", "after", ErrorCode.BadRequest)]
    [InlineData("chat.history", """{"room":"r1","around":"m1","after":1}""", "around", ErrorCode.BadRequest)]
    [InlineData("chat.sync", "{}", "rooms", ErrorCode.BadRequest)]
    [InlineData("chat.sync", """{"rooms":{"r1":-1}}""", "rooms", ErrorCode.BadRequest)]
    [InlineData("chat.read", """{"room":"r1"}""", "seq", ErrorCode.BadRequest)]
    [InlineData("chat.typing", """{"room":"r1"}""", "on", ErrorCode.BadRequest)]
    [InlineData("chat.search", "{}", "text", ErrorCode.BadRequest)]
    [InlineData("chat.search", """{"text":"x","beforeId":"m1"}""", "beforeId", ErrorCode.BadRequest)]
    [InlineData("chat.search", """{"text":"x","before":1,"beforeId":"a b"}""", "beforeId", ErrorCode.BadRequest)]
    public void Decode_WrongOrMissing_NamesTheField(string type, string data, string field, ErrorCode code)
    {
        var error = Error(type, data)!;

        Assert.Equal((code, field), (error.Code, error.Field));
    }

    [Fact]
    public void Decode_OverALimit_IsTooLarge()
    {
        Assert.Equal(ErrorCode.TooLarge, new ChatSendRequest(Rooms.Id, "k", new string('x', ChatLimits.MaxText + 1)).Validate()?.Code);
        Assert.Equal(ErrorCode.TooLarge, new ChatCreateRequest("group", new string('x', ChatLimits.MaxName + 1)).Validate()?.Code);
        Assert.Equal((ErrorCode.TooLarge, "data"), Data($$"""{"x":"{{new string('x', ChatLimits.MaxDataBytes)}}"}"""));
        Assert.Equal((ErrorCode.TooLarge, "data"), Data($$"""{"x":{{new string('[', ChatLimits.MaxDataDepth)}}{{new string(']', ChatLimits.MaxDataDepth)}}}"""));
        Assert.Null(Data($$"""{"x":{{new string('[', ChatLimits.MaxDataDepth - 1)}}{{new string(']', ChatLimits.MaxDataDepth - 1)}}}"""));
        Assert.Equal(ErrorCode.TooLarge, new ChatInviteRequest(Rooms.Id, Enumerable.Range(0, 1_001).Select(i => new UserId($"u{i}")).ToList()).Validate()?.Code);
        Assert.Equal(
            ErrorCode.TooLarge,
            new ChatSyncRequest(Enumerable.Range(0, 1_001).ToDictionary(i => new RoomId($"r{i}"), _ => 0L)).Validate()?.Code);
    }

    [Fact]
    public void Decode_AThousandUsers_IsAccepted() =>
        Assert.Null(new ChatInviteRequest(Rooms.Id, Enumerable.Range(0, 1_000).Select(i => new UserId($"u{i}")).ToList()).Validate());

    private static RequestError? Error(string type, string data)
    {
        Assert.True(EnvelopeReader.TryRead(Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","data":{{data}}}"""), out var envelope, out _));
        Catalog.TryDecode(envelope, out _, out _, out var error);
        return error;
    }

    private static (ErrorCode Code, string? Field)? Data(string json) =>
        new ChatSendRequest(Rooms.Id, "k", "hi", Data: JsonElement.Parse(json)).Validate() is { } error ? (error.Code, error.Field) : null;
}
