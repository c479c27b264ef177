using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

public abstract partial class AdminApiTests
{
    [SkippableFact]
    public async Task Audit_HasWhatOperatorsDidAndWhatTheyReadOfPeople_AndNotWhatBotsDoOrWhoLooksOn()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        using var bot = new AdminClient(fixture.Server, AdminClient.BotKey);
        await bot.DoAsync(HttpMethod.Post, $"rooms/{room}/messages", new { key = "one", text = "one" });
        await Admin.GetAsync($"rooms/{room}/messages");
        await Admin.GetAsync($"users/{alice.User}");
        await Admin.DoAsync(HttpMethod.Put, $"rooms/{room}/bans/{alice.User}", new { });
        await Admin.ExportAsync(alice.User);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Delete, $"rooms/no-room/bans/{alice.User}")).Status);

        var list = await Admin.GetAsync($"audit?query={alice.User}");

        Assert.Equal(
            [$"DELETE /api/v1/admin/rooms/no-room/bans/{alice.User} 404", $"GET /api/v1/admin/users/{alice.User}/export 200", $"PUT /api/v1/admin/rooms/{room}/bans/{alice.User} 200"],
            list.GetProperty("items").EnumerateArray().Select(a => $"{Text(a, "method")} {Text(a, "path")} {a.GetProperty("status")}"));
        Assert.All(list.GetProperty("items").EnumerateArray(), a => Assert.Equal((KeyName, "127.0.0.1"), (Text(a, "key"), Text(a, "address"))));
        var page = await Admin.GetAsync($"audit?query={alice.User}&limit=2");
        var next = await Admin.GetAsync($"audit?query={alice.User}&limit=2&after={page.GetProperty("next").GetString()}");
        Assert.Equal((2, 1, JsonValueKind.Null), (page.GetProperty("items").GetArrayLength(), next.GetProperty("items").GetArrayLength(), next.GetProperty("next").ValueKind));
        Assert.Empty((await Admin.GetAsync($"audit?query={room}/messages")).GetProperty("items").EnumerateArray());
        Assert.Empty((await Admin.GetAsync("audit?query=/audit")).GetProperty("items").EnumerateArray());

        static string? Text(JsonElement of, string member) => of.GetProperty(member).GetString();
    }

    // The beginning of the hash, as in the server's log.
    private static string KeyName => $"key-{AdminClient.HashOf(AdminClient.Key)["sha256:".Length..][..8]}";
}
