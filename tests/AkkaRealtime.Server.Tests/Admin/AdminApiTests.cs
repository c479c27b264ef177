using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>The admin API of a real server: who may, what each endpoint does, and what users notice of it.</summary>
public abstract partial class AdminApiTests(AdminFixture fixture)
{
    private AdminClient Admin => fixture.Admin;

    [SkippableTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a key for tests of 32 characters or mora")]
    [InlineData("a key for tests of 32 characters or more and more")]
    public async Task Key_MissingOrWrong_Is401AndLogged(string? key)
    {
        using var stranger = new AdminClient(fixture.Server, key);
        foreach (var (method, path) in new[] { (HttpMethod.Get, "stats"), (HttpMethod.Post, "users/alice/erasure") })
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.SendAsync(method, path)).Status);
        await fixture.Server.LoggedAsync("Admin refused: POST /api/v1/admin/users/alice/erasure");
    }

    [SkippableFact]
    public async Task Key_OfAUserOrAsAHash_IsNoKey()
    {
        var alice = await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName());
        using var user = new AdminClient(fixture.Server, alice.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.SendAsync(HttpMethod.Get, "stats")).Status);
        foreach (var key in (string[])[AdminClient.Key, AdminClient.HashedKey])
        {
            using var hash = new AdminClient(fixture.Server, AdminClient.HashOf(key));
            Assert.Equal(HttpStatusCode.Unauthorized, (await hash.SendAsync(HttpMethod.Get, "stats")).Status);
        }
    }

    [SkippableFact]
    public async Task Key_ConfiguredAsHash_Works()
    {
        using var admin = new AdminClient(fixture.Server, AdminClient.HashedKey);
        Assert.StartsWith("akka.tcp://", (await admin.GetAsync("stats")).GetProperty("node").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Stats_TellOfNodeClusterAndStore()
    {
        var before = await Admin.GetAsync("stats");
        await using var client = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Room", client.User);
        foreach (var key in (string[])["one", "two"])
            await client.RequestAsync("chat.send", new { room, key, text = key });

        // A user is stored behind the sign-in, by another test as well.
        var stats = await Admin.UntilAsync("stats", s => Count(s, "users") > Count(before, "users"));

        Assert.True(stats.GetProperty("connections").GetInt32() >= 1);
        Assert.Equal("Up", Assert.Single(stats.GetProperty("cluster").EnumerateArray()).GetProperty("status").GetString());
        Assert.Equal((Count(before, "rooms") + 1, Count(before, "messages") + 2), (Count(stats, "rooms"), Count(stats, "messages")));
        Assert.False(stats.GetProperty("draining").GetBoolean());

        static long Count(JsonElement stats, string of) => stats.GetProperty(of).GetInt64();
    }

    [SkippableFact]
    public async Task Ban_TakesOutOfTheRoom_IsListed_AndLifted()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var path = $"rooms/{room}/bans/{alice.User}";

        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Put, path, new { until = "2020-01-01T00:00:00Z" })).Status);
        Assert.Equal(HttpStatusCode.OK, (await Admin.SendAsync(HttpMethod.Put, path, new { reason = "fraud", until = "2100-01-01T00:00:00Z" })).Status);
        Assert.Equal("fraud", (await alice.WaitForAsync("chat.barred"))["reason"]);
        var ban = Assert.Single((await Admin.GetAsync($"rooms/{room}/bans")).GetProperty("items").EnumerateArray());
        Assert.Equal((alice.User, "system", "fraud"), (ban.GetProperty("user").GetString(), ban.GetProperty("by").GetString(), ban.GetProperty("reason").GetString()));
        Assert.Equal(HttpStatusCode.Conflict, (await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/members", new { users = new[] { alice.User } })).Status);

        Assert.Equal(HttpStatusCode.OK, (await Admin.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Admin.SendAsync(HttpMethod.Put, path, new { })).Status);
        Assert.Equal(HttpStatusCode.OK, (await Admin.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Admin.SendAsync(HttpMethod.Post, $"rooms/{room}/members", new { users = new[] { alice.User } })).Status);
    }

    [SkippableFact]
    public async Task Users_AreListedInPages_AndShownWithConnectionsAndRooms()
    {
        var prefix = ServerFixture.NewName("pages");
        foreach (var n in new[] { "1", "2", "3" })
            await (await RawClient.SignInAsync(fixture.Server, $"{prefix}-{n}")).DisposeAsync();
        await Admin.UntilAsync($"users?query={prefix}", l => l.GetProperty("items").GetArrayLength() == 3);
        await using var first = await RawClient.SignInAsync(fixture.Server, $"{prefix}-1", "laptop");
        var room = await Admin.CreateRoomAsync("Room", first.User);

        var one = await Admin.GetAsync($"users?query={prefix}&limit=2");
        var two = await Admin.GetAsync($"users?query={prefix}&limit=2&after={one.GetProperty("next").GetString()}");
        var user = await Admin.GetAsync($"users/{first.User}");

        Assert.Equal([$"{prefix}-1", $"{prefix}-2"], Ids(one));
        Assert.Equal([$"{prefix}-3"], Ids(two));
        Assert.Equal(JsonValueKind.Null, two.GetProperty("next").ValueKind);
        Assert.True(user.GetProperty("connected").GetBoolean());
        Assert.Equal("laptop", Assert.Single(user.GetProperty("sessions").EnumerateArray()).GetProperty("device").GetString());
        Assert.Equal(room, Assert.Single(user.GetProperty("rooms").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, "users/nobody-at-all")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, "users/no%20id")).Status);
    }

    [SkippableFact]
    public async Task Revoke_ClosesEveryConnectionWith4410_AndSaysHowMany()
    {
        var name = ServerFixture.NewName();
        await using var one = await RawClient.SignInAsync(fixture.Server, name);
        await using var other = await RawClient.SignInAsync(fixture.Server, name);
        await using var bystander = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());

        var revoked = await Admin.DoAsync(HttpMethod.Post, $"users/{one.User}/revoke");

        Assert.Equal(2, revoked.GetProperty("sessions").GetInt32());
        Assert.Equal(4410, (await one.Closed).Code);
        Assert.Equal(4410, (await other.Closed).Code);
        await bystander.RequestAsync("session.ping");
        await fixture.Server.LoggedAsync($"POST /api/v1/admin/users/{one.User}/revoke → 200");
    }

    [SkippableFact]
    public async Task Post_AsABot_ReachesMembersOnce_HoweverOftenItIsSent()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("News", alice.User);
        var message = new { key = "k1", text = "The kitchen is open.", user = "kitchen-bot" };

        var sent = await Admin.DoAsync(HttpMethod.Post, $"rooms/{room}/messages", message);
        var again = await Admin.DoAsync(HttpMethod.Post, $"rooms/{room}/messages", message);

        var heard = await alice.WaitForAsync("chat.message", m => m["room"] == room);
        Assert.Equal(("kitchen-bot", "The kitchen is open.", sent.GetProperty("id").GetString()), (heard["by"], heard["text"], heard["id"]));
        Assert.Equal((false, true), (sent.GetProperty("duplicate").GetBoolean(), again.GetProperty("duplicate").GetBoolean()));
        Assert.Equal(sent.GetProperty("seq").GetInt64(), again.GetProperty("seq").GetInt64());
        await alice.AssertNoneAsync("chat.message", m => m["room"] == room);
    }

    [SkippableFact]
    public async Task Rooms_AreMadeChangedAndManned()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var name = ServerFixture.NewName("room");
        var room = await Admin.CreateRoomAsync(name, alice.User);
        await alice.WaitForAsync("chat.room", r => r.Data.GetProperty("room").GetProperty("id").GetString() == room);

        await Admin.DoAsync(HttpMethod.Post, $"rooms/{room}/members", new { users = new[] { bob.User } });
        await bob.WaitForAsync("chat.room", r => r.Data.GetProperty("room").GetProperty("id").GetString() == room);
        await Admin.DoAsync(HttpMethod.Patch, $"rooms/{room}", new { topic = "tea", roles = new Dictionary<string, string> { [bob.User] = "admin" } });
        Assert.Equal("tea", (await bob.WaitForAsync("chat.updated", u => u["room"] == room))["topic"]);
        var members = await Admin.GetAsync($"rooms/{room}/members");
        await Admin.DoAsync(HttpMethod.Delete, $"rooms/{room}/members/{alice.User}");

        Assert.Equal(room, Assert.Single(Ids(await Admin.GetAsync($"rooms?query={name}"))));
        Assert.Equal(new[] { alice.User, bob.User }.Order(StringComparer.Ordinal), members.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("user").GetString()!));
        await alice.WaitForAsync("chat.left", l => l["room"] == room && l["user"] == alice.User);
        var left = Assert.Single((await Admin.GetAsync($"rooms/{room}/members")).GetProperty("items").EnumerateArray());
        Assert.Equal("owner", left.GetProperty("role").GetString());
        Assert.Equal(1, (await Admin.GetAsync($"rooms/{room}")).GetProperty("members").GetInt32());
    }

    [SkippableFact]
    public async Task Delete_AMessage_TakesItOutOfTheLogToo()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Room", alice.User);
        var sent = await alice.RequestAsync("chat.send", new { room, key = "k", text = "regrettable" });

        await Admin.DoAsync(HttpMethod.Delete, $"rooms/{room}/messages/{sent["id"]}");

        await alice.WaitForAsync("chat.deleted", d => d["id"] == sent["id"]);
        await alice.RequestAsync("chat.sync", new { rooms = new Dictionary<string, int> { [room] = 0 } });
        var events = await alice.WaitForAsync("chat.events", e => e["room"] == room);
        Assert.DoesNotContain("regrettable", events.Text, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], events.Data.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("data").GetProperty("seq").GetInt32()));
    }

    [SkippableFact]
    public async Task Retention_OfARoom_IsReadSetAndTakenBack()
    {
        var room = await Admin.CreateRoomAsync("Room", "somebody");

        Assert.Equal((0, false), Of(await Admin.GetAsync($"rooms/{room}/retention")));
        Assert.Equal((30, true), Of(await Admin.DoAsync(HttpMethod.Put, $"rooms/{room}/retention", new { days = 30 })));
        Assert.Equal((30, true), Of(await Admin.GetAsync($"rooms/{room}/retention")));
        Assert.Equal((0, false), Of(await Admin.DoAsync(HttpMethod.Delete, $"rooms/{room}/retention")));
        Assert.Equal(HttpStatusCode.BadRequest, (await Admin.SendAsync(HttpMethod.Put, $"rooms/{room}/retention", new { days = -1 })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Put, "rooms/none/retention", new { days = 1 })).Status);

        static (int Days, bool Own) Of(JsonElement retention) => (retention.GetProperty("days").GetInt32(), retention.GetProperty("own").GetBoolean());
    }

    [SkippableTheory]
    [InlineData("POST", "rooms", """{"kind":"direct","name":"x","owner":"a"}""", 400)]
    [InlineData("POST", "rooms", """{"kind":"group","name":"","owner":"a"}""", 400)]
    [InlineData("POST", "rooms", """{"kind":"group","name":"x"}""", 400)]
    [InlineData("POST", "rooms", """{"kind":"group","name":"x","owner":"a","members":["no id"]}""", 400)]
    [InlineData("POST", "rooms/none/messages", """{"key":"k","text":"x"}""", 404)]
    [InlineData("POST", "rooms/none/messages", """{"text":"x"}""", 400)]
    [InlineData("POST", "rooms/none/messages", """{"key":"k","text":" "}""", 400)]
    [InlineData("POST", "rooms/none/members", """{"users":[]}""", 400)]
    [InlineData("PATCH", "rooms/none", """{"name":"x"}""", 404)]
    [InlineData("DELETE", "rooms/none/messages/none", null, 404)]
    [InlineData("GET", "rooms/none", null, 404)]
    [InlineData("GET", "rooms/none/members", null, 404)]
    [InlineData("GET", "users/alice/erasure", null, 404)]
    [InlineData("GET", "nothing", null, 404)]
    public async Task WrongRequests_AreProblems(string method, string path, string? body, int status)
    {
        var (answered, problem) = await Admin.SendAsync(new HttpMethod(method), path, body is null ? null : JsonElement.Parse(body));

        Assert.Equal(status, (int)answered);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
    }

    [SkippableFact]
    public async Task Export_HasWhatTheUserSaid_WithEditsAndReactions()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Room", alice.User, bob.User);
        var mine = await alice.RequestAsync("chat.send", new { room, key = "k", text = "first words" });
        var theirs = await bob.RequestAsync("chat.send", new { room, key = "k", text = "none of alice's" });
        await alice.RequestAsync("chat.edit", new { room, id = mine["id"], text = "second thoughts" });
        await alice.RequestAsync("chat.react", new { room, id = theirs["id"], emoji = "👍", on = true });
        await alice.RequestAsync("status.set", new { status = "busy", text = "exporting" });

        var lines = await Admin.ExportAsync(alice.User);

        Assert.Equal(
            ["profile", "membership", "message", "edit", "reaction", "end"], lines.Select(l => l.GetProperty("kind").GetString()));
        Assert.Equal("first words", lines[2].GetProperty("event").GetProperty("data").GetProperty("text").GetString());
        Assert.Contains("exporting", lines[0].ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, l => l.ToString().Contains("none of alice's", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task OpenApi_DescribesEveryPathAndItsCredentials()
    {
        using var http = new HttpClient();
        var document = JsonElement.Parse(await http.GetStringAsync(new Uri(fixture.Server.Url, "/openapi/v1.json")));

        var paths = document.GetProperty("paths").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        Assert.Superset(
            new HashSet<string>(
            [
                "/api/v1/dev/sign-in", "/api/v1/admin/stats", "/api/v1/admin/users", "/api/v1/admin/users/{user}/erasure", "/api/v1/admin/users/{user}/export",
                "/api/v1/admin/rooms", "/api/v1/admin/rooms/{room}/messages", "/api/v1/admin/rooms/{room}/retention",
            ]),
            paths.Keys.ToHashSet());
        Assert.Equal("bearer", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("AdminKey").GetProperty("scheme").GetString());
        foreach (var (path, operations) in paths.Where(p => p.Key.StartsWith("/api/v1/admin", StringComparison.Ordinal)))
        {
            foreach (var operation in operations.EnumerateObject())
            {
                Assert.True(operation.Value.GetProperty("security")[0].TryGetProperty("AdminKey", out _), $"{operation.Name} {path}");
                Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            }
        }

        foreach (var path in (string[])["/api/v1/rooms/{room}/files", "/api/v1/files/{id}"])
            Assert.All(paths[path].EnumerateObject(), operation => Assert.True(operation.Value.GetProperty("security")[0].TryGetProperty("UserToken", out _), path));
        Assert.Equal(0, paths["/api/v1/dev/sign-in"].EnumerateObject().First().Value.GetProperty("security").GetArrayLength());
    }

    [SkippableFact]
    public async Task OpenApi_IsWhatGeneratorsOfClientsNeed()
    {
        using var http = new HttpClient();
        var document = JsonElement.Parse(await http.GetStringAsync(new Uri(fixture.Server.Url, "/openapi/v1.json")));
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Name: $"{o.Name} {p.Name}", Value: o.Value))).ToList();
        var tags = document.GetProperty("tags").EnumerateArray().ToDictionary(t => t.GetProperty("name").GetString()!, t => t.GetProperty("description").GetString());

        Assert.True(operations.Count > 25, "The operations were not found.");
        Assert.Equal(operations.Count, operations.Select(o => o.Value.GetProperty("operationId").GetString()).Distinct().Count());
        foreach (var (name, operation) in operations)
        {
            var codes = operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).ToList();
            Assert.True(codes.Exists(c => c[0] == '2') && codes.Exists(c => c[0] == '4'), name);
            Assert.All(operation.GetProperty("tags").EnumerateArray(), tag => Assert.True(tags.ContainsKey(tag.GetString()!), name));
            Assert.True(operation.TryGetProperty("security", out _), name);
        }

        Assert.True(document.GetProperty("paths").GetProperty("/api/v1/rooms/{room}/files").GetProperty("post").GetProperty("responses").TryGetProperty("201", out _));
        Assert.DoesNotContain(document.GetProperty("servers").EnumerateArray(), s => s.GetProperty("url").GetString()!.EndsWith('/'));
        // A member is of one type, or that or null; one of no type says nothing to a generator.
        foreach (var schema in document.GetProperty("components").GetProperty("schemas").EnumerateObject().Where(s => s.Value.TryGetProperty("properties", out _)))
        {
            foreach (var member in schema.Value.GetProperty("properties").EnumerateObject().Where(m => m.Name != "data"))
            {
                var isTyped = member.Value.TryGetProperty("type", out var type) ? type.ValueKind == JsonValueKind.String || type.EnumerateArray().Count(t => t.GetString() != "null") == 1
                    : member.Value.TryGetProperty("$ref", out _) || member.Value.TryGetProperty("oneOf", out _);
                Assert.True(isTyped, $"{schema.Name}.{member.Name}: {member.Value}");
            }
        }
    }

    private static IEnumerable<string?> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString());
}

/// <summary>A server without keys.</summary>
[Collection(SharedServer.Name)]
public sealed class AdminDisabledTests(ServerFixture fixture)
{
    [SkippableTheory]
    [InlineData(null)]
    [InlineData(AdminClient.Key)]
    [InlineData("")]
    public async Task WithoutAKey_ThereIsNoAdminApi(string? key)
    {
        using var admin = new AdminClient(fixture.Server, key);
        foreach (var path in (string[])["stats", "users", "rooms/r/retention"])
        {
            var (status, problem) = await admin.SendAsync(HttpMethod.Get, path);
            Assert.Equal(HttpStatusCode.NotFound, status);
            Assert.Contains("AkkaRealtime:Admin:ApiKeys", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
    }
}

/// <summary>On SQLite.</summary>
[Collection(SharedAdminServer.Name)]
public sealed class AdminApiOnSqliteTests(AdminOnSqlite fixture) : AdminApiTests(fixture);

/// <summary>On PostgreSQL.</summary>
[Collection(SharedPostgresServer.Name)]
public sealed class AdminApiOnPostgresTests(AdminOnPostgres fixture) : AdminApiTests(fixture), IClassFixture<AdminOnPostgres>;
