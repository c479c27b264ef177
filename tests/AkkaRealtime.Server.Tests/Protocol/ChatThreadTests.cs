using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Threads that one follows, on two connections of a user (protocol §3).</summary>
public abstract class ChatThreadTests(IServerFixture fixture) : ChatTest(fixture)
{
    [SkippableFact]
    public async Task Read_OnOneConnection_IsReadOnTheOther_AndAlsoInTheNextSession()
    {
        var (alice, bob, room) = await PairAsync();
        await using var a = alice;
        await using var b = bob;
        await using var phone = await TabAsync(alice);
        var root = (await SendAsync(alice, room, "root"))["id"];
        await bob.RequestAsync("chat.send", new { room, key = "r1", text = "one", thread = root });
        var reply = await bob.RequestAsync("chat.send", new { room, key = "r2", text = "two", thread = root, mentions = new[] { alice.User } });

        var thread = Assert.Single((await phone.RequestAsync("chat.threads", new { unread = true })).Data.GetProperty("threads").EnumerateArray());
        Assert.Equal((root, 2L, 1L, "two"), (
            thread.GetProperty("root").GetProperty("id").GetString(), thread.GetProperty("unread").GetInt64(), thread.GetProperty("mentions").GetInt64(), thread.GetProperty("last").GetProperty("text").GetString()));

        await alice.RequestAsync("chat.read-thread", new { room, thread = root, seq = reply.Number("seq") });
        var told = await phone.WaitForAsync("chat.thread", t => t["thread"] == root);
        Assert.Equal((reply.Number("seq"), true), (told.Number("read"), told.Data.GetProperty("follows").GetBoolean()));
        await using var later = await TabAsync(alice);
        Assert.Equal((0L, 0), await UnreadAsync(later));
        Assert.Equal((0L, 0), await UnreadAsync(bob));
    }

    private static async Task<(long Unread, int Listed)> UnreadAsync(RawClient who)
    {
        var answer = await who.RequestAsync("chat.threads", new { unread = true });
        return (answer.Number("unread"), answer.Data.GetProperty("threads").GetArrayLength());
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedServer.Name)]
public sealed class ChatThreadOnSqliteTests(ServerFixture fixture) : ChatThreadTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ChatThreadOnPostgresTests(PostgresServerFixture fixture) : ChatThreadTests(fixture);
