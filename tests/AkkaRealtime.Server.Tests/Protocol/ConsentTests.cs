using System.Diagnostics.CodeAnalysis;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Strangers ask first, over real sockets (protocol §3, Invitations).</summary>
public abstract class ConsentTests(ConsentFixture fixture)
{
    private ServerProcess Server => fixture.Server;

    [SkippableFact]
    public async Task Stranger_AskedForADirectRoom_IsInItOnceTheyAccept_AndOpensNothingBefore()
    {
        await using var mallory = await ClientAsync();
        await using var alice = await ClientAsync();

        var asked = await mallory.RequestAsync("chat.direct", new { user = alice.User });

        Assert.Equal("chat.asked", asked.Type);
        var request = (await alice.WaitForAsync("chat.requested")).Data.GetProperty("request");
        Assert.Equal((mallory.User, "direct"), (request.GetProperty("by").GetString(), request.GetProperty("kind").GetString()));
        Assert.Equal("forbidden", await mallory.RefusalAsync("status.get", new { users = new[] { alice.User } }));
        Assert.Equal("forbidden", await mallory.RefusalAsync("call.start", new { user = alice.User, media = "audio", key = "k" }));
        foreach (var client in new[] { alice, mallory })
            Assert.Equal(0, (await client.RequestAsync("chat.rooms")).Data.GetProperty("rooms").GetArrayLength());
        await alice.AssertNoneAsync("call.incoming");

        var listed = Assert.Single((await alice.RequestAsync("chat.requests")).Data.GetProperty("requests").EnumerateArray());
        var room = await alice.RequestAsync("chat.accept", new { request = listed.GetProperty("id").GetString() });

        Assert.Equal(mallory.User, room.Data.GetProperty("room").GetProperty("peer").GetString());
        await mallory.WaitForAsync("chat.room", r => r.Data.GetProperty("room").GetProperty("peer").GetString() == alice.User);
        Assert.Equal("status.snapshot", (await mallory.RequestAsync("status.get", new { users = new[] { alice.User } })).Type);
        Assert.Equal(0, (await alice.RequestAsync("chat.requests")).Data.GetProperty("requests").GetArrayLength());
        Assert.Equal("not-found", await alice.RefusalAsync("chat.accept", new { request = listed.GetProperty("id").GetString() }));
    }

    [SkippableFact]
    public async Task Stranger_InvitedIntoAGroup_ComesOnceTheyAccept_AndIsNotAskedAgainWhenTheyDecline()
    {
        await using var owner = await ClientAsync();
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();

        var room = (await owner.RequestAsync("chat.create", new { kind = "group", name = "Trip", members = new[] { alice.User, bob.User } })).Data.GetProperty("room");

        Assert.Equal(1, room.GetProperty("members").GetInt32());
        Assert.Equal(2, (await owner.WaitForAsync("chat.asked")).Data.GetProperty("users").GetArrayLength());
        var id = room.GetProperty("id").GetString();
        var ofAlice = (await alice.WaitForAsync("chat.requested")).Data.GetProperty("request");
        var ofBob = (await bob.WaitForAsync("chat.requested")).Data.GetProperty("request");
        Assert.Equal((id, "Trip"), (ofAlice.GetProperty("room").GetString(), ofAlice.GetProperty("roomName").GetString()));
        Assert.Equal("not-found", await alice.RefusalAsync("chat.history", new { room = id }));

        var entered = await alice.RequestAsync("chat.accept", new { request = ofAlice.GetProperty("id").GetString() });
        Assert.Equal((2, "member"), (entered.Data.GetProperty("room").GetProperty("members").GetInt32(), entered.Data.GetProperty("room").GetProperty("role").GetString()));
        Assert.Equal(owner.User, (await owner.WaitForAsync("chat.joined", j => j["user"] == alice.User))["by"]);

        await bob.RequestAsync("chat.decline", new { request = ofBob.GetProperty("id").GetString() });
        await owner.RequestAsync("chat.invite", new { room = id, users = new[] { bob.User } });
        Assert.Equal(0, (await bob.RequestAsync("chat.requests")).Data.GetProperty("requests").GetArrayLength());
        Assert.Single(bob.Seen, s => s.Type == "chat.requested");

        // Those who share a room need no asking.
        Assert.Equal("chat.room", (await owner.RequestAsync("chat.direct", new { user = alice.User })).Type);
    }

    [SkippableFact]
    public async Task Rooms_ComeInPages()
    {
        await using var alice = await ClientAsync();
        for (var i = 0; i < 3; i++)
            await alice.RequestAsync("chat.create", new { kind = "group", name = $"Room {i}" });

        var one = await alice.RequestAsync("chat.rooms", new { limit = 2 });
        var two = await alice.RequestAsync("chat.rooms", new { limit = 2, cursor = one["next"] });

        Assert.Equal(["Room 2", "Room 1", "Room 0"], new[] { one, two }.SelectMany(p => p.Data.GetProperty("rooms").EnumerateArray()).Select(r => r.GetProperty("name").GetString()));
        Assert.Null(two["next"]);
        Assert.Equal("bad-request", await alice.RefusalAsync("chat.rooms", new { cursor = "nonsense" }));
    }

    [SkippableFact]
    public async Task Limits_OfRoomsAndMembers_Hold()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var rooms = new List<string?>();
        for (var i = 0; i < ConsentFixture.MaxRooms; i++)
            rooms.Add((await alice.RequestAsync("chat.create", new { kind = "channel", name = $"Room {i}" })).Data.GetProperty("room").GetProperty("id").GetString());
        Assert.Equal("conflict", await alice.RefusalAsync("chat.create", new { kind = "group", name = "One more" }));
        var full = (await bob.RequestAsync("chat.create", new { kind = "channel", name = "Bob's" })).Data.GetProperty("room").GetProperty("id").GetString();
        Assert.Equal("conflict", await alice.RefusalAsync("chat.join", new { room = full }));
        await alice.RequestAsync("chat.leave", new { room = rooms[1] });
        await alice.RequestAsync("chat.join", new { room = full });

        await using var carol = await ClientAsync();
        await using var dave = await ClientAsync();
        await bob.RequestAsync("chat.join", new { room = rooms[0] });
        await dave.RequestAsync("chat.join", new { room = rooms[0] });
        Assert.Equal("conflict", await carol.RefusalAsync("chat.join", new { room = rooms[0] }));
    }

    [SkippableFact]
    public async Task Room_MadeAgainWithItsKey_IsTheSame_AlsoWhereNoOtherMayBeMade()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        async Task<string?> MakeAsync(RawClient client, string key) =>
            (await client.RequestAsync("chat.create", new { kind = "group", name = "Trip", members = new[] { bob.User }, key })).Data.GetProperty("room").GetProperty("id").GetString();

        var room = await MakeAsync(alice, "k1");
        for (var i = 1; i < ConsentFixture.MaxRooms; i++)
            Assert.NotEqual(room, await MakeAsync(alice, $"other {i}"));
        Assert.Equal("conflict", await alice.RefusalAsync("chat.create", new { kind = "group", name = "Trip", key = "one more" }));

        Assert.Equal(room, await MakeAsync(alice, "k1"));
        Assert.NotEqual(room, await MakeAsync(bob, "k1"));
        var asked = (await bob.RequestAsync("chat.requests")).Data.GetProperty("requests").EnumerateArray();
        Assert.Single(asked, r => r.GetProperty("room").GetString() == room);
        await alice.RequestAsync("chat.leave", new { room });
        Assert.Equal("not-found", await alice.RefusalAsync("chat.create", new { kind = "group", name = "Trip", key = "k1" }));
    }

    private Task<RawClient> ClientAsync() => RawClient.SignInAsync(Server, ServerFixture.NewName());
}

/// <summary>A server on which strangers ask first, and where little is enough.</summary>
[SuppressMessage("Design", "CA1001", Justification = "xunit ends it by IAsyncLifetime.")]
public abstract class ConsentFixture : IAsyncLifetime
{
    /// <summary>Rooms of a user.</summary>
    public const int MaxRooms = 4;

    private ServerProcess? _server;

    /// <summary>The server.</summary>
    public ServerProcess Server => _server ?? throw new InvalidOperationException(Need.Postgres());

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await StartAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Starts the server; null where that can't be done here.</summary>
    private protected abstract Task<ServerProcess?> StartAsync();

    private protected static async Task<ServerProcess?> StartAsync(params (string Key, string Value)[] more) => await ServerProcess.StartAsync(new ServerSettings
    {
        Options = new Dictionary<string, string>(more.Select(o => KeyValuePair.Create(o.Key, o.Value)))
        {
            ["AkkaRealtime:Chat:Invitations"] = "ask",
            ["AkkaRealtime:Chat:MaxRoomsPerUser"] = $"{MaxRooms}",
            ["AkkaRealtime:Chat:MaxMembersPerRoom"] = "3",
            ["AkkaRealtime:Limits:RateLimiting"] = "false",
        },
    });
}

/// <summary>On SQLite.</summary>
public sealed class ConsentOnSqlite : ConsentFixture
{
    private protected override Task<ServerProcess?> StartAsync() => StartAsync([]);
}

/// <summary>On PostgreSQL, in a database of its own.</summary>
public sealed class ConsentOnPostgres(PostgresServerFixture shared) : ConsentFixture
{
    private protected override async Task<ServerProcess?> StartAsync() =>
        shared.Postgres is { } postgres ? await StartAsync(("ConnectionStrings:Postgres", postgres.NewDatabase())) : null;
}

/// <summary>On SQLite.</summary>
public sealed class ConsentOnSqliteTests(ConsentOnSqlite fixture) : ConsentTests(fixture), IClassFixture<ConsentOnSqlite>;

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class ConsentOnPostgresTests(ConsentOnPostgres fixture) : ConsentTests(fixture), IClassFixture<ConsentOnPostgres>;
