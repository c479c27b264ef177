using System.Text.Json;
using AkkaRealtime.Admin;
using AkkaRealtime.Domains;
using AkkaRealtime.Envelopes;
using AkkaRealtime.TestKit;

namespace AkkaRealtime.Embedding.Tests;

/// <summary>Slash commands of an app, through the public parts of the library only, as its own specs would see them.</summary>
public sealed class CommandSpecs
{
    [Fact]
    public async Task Should_answer_a_command_of_the_apps_to_who_gave_it_alone()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime.Command(
            "deploy", "Deploys a version", "<version>", (caller, command, _) => Task.FromResult<CommandReply>($"{caller.User} deploys {command.Arguments}.")));
        var (alice, bob, room) = await RoomOfTwoAsync(node);
        var answer = await alice.RequestAsync("chat.command", new { room, key = "c1", name = "deploy", arguments = " 1.2 " });
        Assert.Equal("alice deploys 1.2.", answer.GetProperty("text").GetString());
        Assert.Equal(2, await HeadAsync(bob, room));
    }

    [Fact]
    public async Task Should_say_which_commands_there_are_for_the_role_of_who_asks()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime
            .Command("ping", "Is anybody there?", null, (_, _, _) => Task.FromResult(CommandReply.Done))
            .Command("deploy", "Deploys a version", "<version>", "owner", (_, _, _) => Task.FromResult(CommandReply.Done)));
        var (alice, bob, room) = await RoomOfTwoAsync(node);
        Assert.Equal(
            """[{"name":"deploy","description":"Deploys a version","usage":"<version>"},{"name":"ping","description":"Is anybody there?"}]""",
            JsonSerializer.Serialize((await alice.RequestAsync("chat.commands", new { room })).GetProperty("commands"), Plain));
        Assert.Equal("ping", Assert.Single((await bob.RequestAsync("chat.commands", new { room })).GetProperty("commands").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("forbidden", await RefusalAsync(bob, room, "deploy"));
        Assert.False((await alice.RequestAsync("chat.command", new { room, key = "c1", name = "deploy" })).TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Should_keep_commands_from_who_is_no_member_and_say_what_there_is_not()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime.Command(
            "ping", "Is anybody there?", null, (_, _, _) => Task.FromResult(CommandReply.Done)));
        var (alice, _, room) = await RoomOfTwoAsync(node);
        var carol = await node.ConnectAsync("carol");
        Assert.Equal("not-found", await RefusalAsync(carol, room, "ping"));
        Assert.Equal("not-found", (await Assert.ThrowsAsync<RealtimeRequestException>(() => carol.RequestAsync("chat.commands", new { room }))).Code);
        Assert.Equal("not-found", await RefusalAsync(alice, room, "pong"));
        Assert.Equal("bad-request", await RefusalAsync(alice, room, "/ping"));
    }

    [Fact]
    public async Task Should_let_a_class_speak_in_the_room_once_and_refuse()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime.Command<Deploy>("deploy", "Deploys a version", "<version>"));
        var (alice, bob, room) = await RoomOfTwoAsync(node);
        Assert.Equal("bad-request", await RefusalAsync(alice, room, "deploy"));
        await alice.RequestAsync("chat.command", new { room, key = "c1", name = "deploy", arguments = "1.2" });
        await alice.RequestAsync("chat.command", new { room, key = "c1", name = "deploy", arguments = "1.2" });
        var said = await bob.NextAsync("chat.message");
        Assert.Equal(("deploybot", "1.2 is on its way."), (said.GetProperty("by").GetString(), said.GetProperty("text").GetString()));
        Assert.Equal(3, await HeadAsync(bob, room));
    }

    [Fact]
    public async Task Should_answer_internal_where_a_command_fails()
    {
        await using var node = await RealtimeTestNode.StartAsync(realtime: realtime => realtime.Command(
            "fail", "Fails", null, (_, _, _) => throw new NotSupportedException()));
        var (alice, _, room) = await RoomOfTwoAsync(node);
        Assert.Equal("internal", await RefusalAsync(alice, room, "fail"));
    }

    private static JsonSerializerOptions Plain { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static async Task<(RealtimeTestClient Alice, RealtimeTestClient Bob, string Room)> RoomOfTwoAsync(RealtimeTestNode node)
    {
        var (alice, bob) = (await node.ConnectAsync("alice"), await node.ConnectAsync("bob"));
        var made = await alice.RequestAsync("chat.create", new { kind = "group", name = "Team", members = new[] { "bob" } });
        await bob.NextAsync("chat.room");
        return (alice, bob, made.GetProperty("room").GetProperty("id").GetString()!);
    }

    private static async Task<string> RefusalAsync(RealtimeTestClient who, string room, string name) =>
        (await Assert.ThrowsAsync<RealtimeRequestException>(() => who.RequestAsync("chat.command", new { room, key = "c0", name }))).Code;

    private static async Task<int> HeadAsync(RealtimeTestClient who, string room) =>
        (await who.RequestAsync("chat.rooms")).GetProperty("rooms").EnumerateArray().Single(r => r.GetProperty("id").GetString() == room).GetProperty("head").GetInt32();

    /// <summary>Says in the room that something is deployed.</summary>
    public sealed class Deploy(AdminService admin) : ICommandHandler
    {
        public async Task<CommandReply> RunAsync(Caller caller, SlashCommand command, CancellationToken cancel)
        {
            if (command.Arguments.Length == 0)
                return RequestError.Bad("arguments", "Which version? /deploy 1.2, say.");
            var posted = await admin.PostAsync(command.Room, new UserId("deploybot"), command.Key, $"{command.Arguments} is on its way.", cancel);
            return posted.Error is { } error ? error : CommandReply.Done;
        }
    }
}
