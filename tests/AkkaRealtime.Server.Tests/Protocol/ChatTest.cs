using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>What tests of chat over a real socket share: people, rooms, and short ways to ask.</summary>
public abstract class ChatTest(IServerFixture fixture)
{
    private protected ServerProcess Server => fixture.Server;

    private protected static string RoomOf(Received received) => received.Data.GetProperty("room").GetProperty("id").GetString()!;

    private protected static Task<Received> SendAsync(RawClient client, string room, string text) =>
        client.RequestAsync("chat.send", new { room, key = Guid.NewGuid().ToString("n"), text });

    private protected static IEnumerable<string?> Texts(Received history) =>
        history.Data.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("text").GetString());

    private protected static async Task<IReadOnlyList<string?>> RoomsAsync(RawClient client) =>
        [.. (await client.RequestAsync("chat.rooms")).Data.GetProperty("rooms").EnumerateArray().Select(r => r.GetProperty("id").GetString())];

    private protected static async Task<JsonElement> ViewAsync(RawClient client, string room) => (await client.RequestAsync("chat.rooms")).Data
        .GetProperty("rooms").EnumerateArray().Single(r => r.GetProperty("id").GetString() == room);

    private protected static async Task<long> UnreadAsync(RawClient client, string room) => (await ViewAsync(client, room)).GetProperty("unread").GetInt64();

    private protected Task<RawClient> ClientAsync() => RawClient.SignInAsync(Server, ServerFixture.NewName());

    /// <summary>Another connection of the same user.</summary>
    private protected Task<RawClient> TabAsync(RawClient of) => RawClient.SignInAsync(Server, of.User);

    private protected async Task<(RawClient Alice, RawClient Bob, string Room)> PairAsync()
    {
        var alice = await ClientAsync();
        var bob = await ClientAsync();
        var room = RoomOf(await alice.RequestAsync("chat.direct", new { user = bob.User }));
        await bob.WaitForAsync("chat.room");
        return (alice, bob, room);
    }

    /// <summary>Until a message that came live shows that the reader's connection follows the room: what is not kept, as typing, goes only to who does.</summary>
    private protected static async Task UntilFollowedAsync(RawClient writer, RawClient reader, string room)
    {
        await writer.RequestAsync("chat.send", new { room, key = "before", text = "before" });
        await reader.WaitForAsync("chat.message", m => m["key"] == "before");
    }

    /// <summary>A group or channel of the first, with the others as members.</summary>
    private protected static async Task<string> RoomAsync(string kind, RawClient owner, params RawClient[] members)
    {
        var room = RoomOf(await owner.RequestAsync("chat.create", new { kind, name = ServerFixture.NewName("room"), members = members.Select(m => m.User) }));
        foreach (var member in members)
            await member.WaitForAsync("chat.room", r => RoomOf(r) == room);
        return room;
    }
}
