using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary><c>chat.members</c> (protocol §3) over a real socket and the real store.</summary>
[Collection(SharedServer.Name)]
public sealed class MembersTests(ServerFixture fixture)
{
    [Fact]
    public async Task Members_ArePaged_WithNamesAndRoles_AndFoundByName()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, "Åsa " + Guid.NewGuid().ToString("n")[..8]);
        var never = $"zz-{Guid.NewGuid():n}";
        var created = await alice.RequestAsync("chat.create", new { kind = "group", name = "People", members = new[] { never } });
        var room = created.Data.GetProperty("room").GetProperty("id").GetString()!;
        await alice.RequestAsync("chat.update", new { room, roles = new Dictionary<string, string> { [never] = "admin" } });

        var page = await alice.RequestAsync("chat.members", new { room, limit = 1 });
        var rest = await alice.RequestAsync("chat.members", new { room, limit = 1, after = alice.User });

        Assert.Equal((room, 2, true), (page["room"], page.Number("total"), page.Data.GetProperty("more").GetBoolean()));
        var me = Assert.Single(Members(page));
        Assert.Equal((alice.User, "owner"), (me.GetProperty("user").GetString(), me.GetProperty("role").GetString()));
        Assert.StartsWith("Åsa ", me.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.True(me.GetProperty("read").GetInt64() > 0);
        var other = Assert.Single(Members(rest));
        Assert.Equal((never, never, "admin", false),
            (other.GetProperty("user").GetString(), other.GetProperty("name").GetString(), other.GetProperty("role").GetString(), rest.Data.GetProperty("more").GetBoolean()));
        Assert.Equal(alice.User, Assert.Single(Members(await alice.RequestAsync("chat.members", new { room, query = "åsa" }))).GetProperty("user").GetString());
        Assert.Equal(never, Assert.Single(Members(await alice.RequestAsync("chat.members", new { room, users = new[] { never } }))).GetProperty("user").GetString());
    }

    [Fact]
    public async Task Members_OfAGroup_AreNotForStrangers()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, "a" + Guid.NewGuid().ToString("n"));
        await using var eve = await RawClient.SignInAsync(fixture.Server, "e" + Guid.NewGuid().ToString("n"));
        var created = await alice.RequestAsync("chat.create", new { kind = "group", name = "Closed" });
        var room = created.Data.GetProperty("room").GetProperty("id").GetString();

        Assert.Equal("not-found", await eve.RefusalAsync("chat.members", new { room }));
        Assert.Equal("bad-request", await alice.RefusalAsync("chat.members", new { room, limit = 0 }));
    }

    private static JsonElement.ArrayEnumerator Members(Received reply) => reply.Data.GetProperty("members").EnumerateArray();
}
