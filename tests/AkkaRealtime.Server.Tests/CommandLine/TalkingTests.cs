using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.CommandLine;

/// <summary>Tokens, messages and events from a shell.</summary>
[Collection(CommandLineTool.Name)]
public sealed class TalkingTests(PackedTool tool, CommandLineServer fixture)
{
    private string Url => fixture.Server.Url.ToString();

    [Fact]
    public async Task Token_IsAllThatIsPrinted_AndSendsAMessage()
    {
        var token = (await tool.RunAsync("token", "Alice", "--user", "cli-alice", "--server", Url)).Good().Output.Trim();
        Assert.Equal(3, token.Split('.').Length);
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());

        (await AsAsync(token, "send", $"@{bob.User}", "Hello from a shell")).Good();
        Assert.Equal("cli-alice", (await bob.WaitForAsync("chat.message", m => m["text"] == "Hello from a shell"))["by"]);
        (await tool.RunAsync(Token(token), "From a pipe\nof two lines\n", "send", $"@{bob.User}", "--server", Url)).Good();
        await bob.WaitForAsync("chat.message", m => m["text"] == "From a pipe\nof two lines");
    }

    [Fact]
    public async Task Token_SignedWithTheServersKey_IsGood()
    {
        var signed = await tool.RunAsync(new Dictionary<string, string> { ["AkkaRealtime__Auth__SigningKey"] = CommandLineServer.SigningKey }, null, "token", "Zoë Müller", "--sign", "--json");
        var token = signed.Good().Objects().Single();
        Assert.Equal("zoe-muller", token.GetProperty("user").GetString());
        await using var zoe = await RawClient.ConnectAsync(fixture.Server.SocketUrl, token.GetProperty("token").GetString()!);
        Assert.Equal("zoe-muller", zoe.User);
        (await tool.RunAsync("token", "Zoë", "--sign")).Ended(78, "AkkaRealtime__Auth__SigningKey");
    }

    [Fact]
    public async Task Load_SaysWhatUsersWaitedFor_AndThatNothingIsMissing()
    {
        var result = (await tool.RunAsync("load", "--users", "6", "--rooms", "2", "--rate", "10", "--seconds", "1", "--json", "--server", Url)).Good().Objects().Single();

        // Ten of each of six, and each of them to the two others of its room.
        var sent = result.GetProperty("sent").GetInt32();
        Assert.InRange(sent, 54, 60);
        Assert.Equal((2 * sent, 0), (result.GetProperty("deliveries").GetInt32(), result.GetProperty("missing").GetInt32()));
        var (acknowledged, delivered) = (result.GetProperty("acknowledged"), result.GetProperty("delivered"));
        Assert.All([acknowledged, delivered], p => Assert.True(p.GetProperty("p50Ms").GetDouble() > 0 && p.GetProperty("p50Ms").GetDouble() <= p.GetProperty("p99Ms").GetDouble()));
        (await tool.RunAsync("load", "--users", "3", "--rooms", "2", "--server", Url)).Ended(64, "at least two users for each room");
    }

    [Fact]
    public async Task Send_OfTheSameKeyAgain_SendsNothingMore()
    {
        var me = SignedIn.NewName("cli");
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var first = (await tool.RunAsync("send", $"@{bob.User}", "once", "--key", "k1", "--as", me, "--server", Url, "--json")).Good().Objects().Single();
        var again = (await tool.RunAsync("send", $"@{bob.User}", "once", "--key", "k1", "--as", me, "--server", Url, "--json")).Good().Objects().Single();
        Assert.Equal((first.GetProperty("id").GetString(), false, true), (again.GetProperty("id").GetString(), first.GetProperty("duplicate").GetBoolean(), again.GetProperty("duplicate").GetBoolean()));
    }

    [Fact]
    public async Task Tail_ShowsWhatWas_AndWhatComes_WithoutWhatWouldSpeakToATerminal()
    {
        var me = SignedIn.NewName("cli");
        var signedIn = await SignedIn.ByNameAsync(fixture.Server.Url, me);
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = (await bob.RequestAsync("chat.direct", new { user = signedIn.User })).Data.GetProperty("room").GetProperty("id").GetString()!;
        await bob.RequestAsync("chat.send", new { room, key = "k1", text = "before" });
        await bob.RequestAsync("chat.send", new { room, key = "k2", text = "\u001b[31mred" });

        var shown = (await tool.RunAsync("tail", room, "--last", "2", "--count", "2", "--as", me, "--server", Url)).Good();
        Assert.Equal([$"{bob.User}: before", $"{bob.User}: \ufffd[31mred"], shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[9..]));

        // What was, first: then it is there.
        using var following = tool.Start(null, "tail", "--last", "1", "--count", "2", "--json", "--as", me, "--server", Url);
        Assert.Equal("\u001b[31mred", TextOf(await following.StandardOutput.ReadLineAsync()));
        await bob.RequestAsync("chat.send", new { room, key = "k3", text = "after" });
        Assert.Equal("after", TextOf((await PackedTool.EndAsync(following)).Good().Output));
    }

    [Fact]
    public async Task Publish_ReachesAUser_AndTheSameKeyReachesNobodyMore()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var key = new Dictionary<string, string> { ["AKKAREALTIME_ADMIN_KEY"] = AdminClient.Key };
        string[] publish = ["publish", "order.shipped", "{\"id\": \"o1\"}", "--user", alice.User, "--key", ServerFixture.NewName(), "--server", Url];
        Assert.Equal("Sent.", (await tool.RunAsync(key, null, publish)).Good().Output.Trim());
        await alice.WaitForAsync("order.shipped", m => m["id"] == "o1");
        Assert.Equal("Sent before, and not again.", (await tool.RunAsync(key, null, publish)).Good().Output.Trim());

        (await tool.RunAsync("publish", "order.shipped", "{}", "--everybody", "--server", Url)).Ended(77, "AKKAREALTIME_ADMIN_KEY");
        (await tool.RunAsync(new Dictionary<string, string> { ["AKKAREALTIME_ADMIN_KEY"] = "no key" }, null, "publish", "order.shipped", "{}", "--everybody", "--server", Url)).Ended(77, "401");
        (await tool.RunAsync(key, null, "publish", "order.shipped", "{}", "--server", Url)).Ended(64, "To whom?");
        (await tool.RunAsync(key, null, "publish", "order.shipped", "{", "--everybody", "--server", Url)).Ended(64, "no JSON");
        (await tool.RunAsync(key, null, "publish", "chat.message", "{}", "--everybody", "--server", Url)).Ended(1, "400");
    }

    [Fact]
    public async Task Refusals_SayWhatToDo()
    {
        (await tool.RunAsync("send", "room", "hello", "--server", Url)).Ended(77, "AKKAREALTIME_TOKEN");
        (await AsAsync("no token", "send", "room", "hello")).Ended(77, "does not take the token");
        (await tool.RunAsync("send", "nowhere", "hello", "--as", "Alice", "--server", Url)).Ended(1, "not-found");
        (await tool.RunAsync("tail", "nowhere", "--as", SignedIn.NewName("cli"), "--server", Url)).Ended(1, "is in no room 'nowhere'");
        (await tool.RunAsync("token", "Alice", "--server", "http://127.0.0.1:9")).Ended(69, "does not answer");
        (await tool.RunAsync("token", "Alice", "--server", "chat.example.com")).Ended(64, "is no address");
        (await tool.RunAsync(new Dictionary<string, string> { ["AKKAREALTIME_URL"] = "chat.example.com" }, null, "token", "Alice")).Ended(64, "is no address");
        Assert.Contains("backup", (await tool.RunAsync("--help")).Good().Output, StringComparison.Ordinal);
    }

    private static string? TextOf(string? envelope) => System.Text.Json.JsonElement.Parse(envelope!).GetProperty("data").GetProperty("text").GetString();

    private static Dictionary<string, string> Token(string token) => new() { ["AKKAREALTIME_TOKEN"] = token };

    private Task<ToolRun> AsAsync(string token, params string[] arguments) => tool.RunAsync(Token(token), null, [.. arguments, "--server", Url]);
}
