using System.Net;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>Events that another process sends through the admin API.</summary>
[Collection(SharedAdminServer.Name)]
public sealed class PublishTests(AdminOnSqlite fixture)
{
    [Fact]
    public async Task Publish_ToAUserARoomAndEverybody_ReachesTheirConnections()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await using var bob = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await fixture.Admin.CreateRoomAsync("Orders", alice.User);
        await alice.WaitForAsync("chat.joined");

        await PublishAsync(new { to = new { user = bob.User }, type = "order.placed", data = new { id = "o1" } });
        await bob.WaitForAsync("order.placed", m => m["id"] == "o1");
        await PublishAsync(new { to = new { room }, type = "order.packed", data = new { id = "o1" } });
        await alice.WaitForAsync("order.packed");
        await PublishAsync(new { to = new { everybody = true }, type = "shop.closed", data = new { reason = "Stocktaking" } });
        await alice.WaitForAsync("shop.closed");
        await bob.WaitForAsync("shop.closed");
    }

    [Fact]
    public async Task Publish_SameKeyAgain_SendsNothingMore()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var key = ServerFixture.NewName();
        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(new { to = new { user = alice.User }, type = "order.placed", data = new { id = "o1" }, key })).Status);
        var (status, answer) = await SendAsync(new { to = new { user = alice.User }, type = "order.placed", data = new { id = "o2" }, key });
        Assert.Equal((HttpStatusCode.OK, true), (status, answer.GetProperty("duplicate").GetBoolean()));
        await PublishAsync(new { to = new { user = alice.User }, type = "order.placed", data = new { id = "o3" } });
        await alice.WaitForAsync("order.placed", m => m["id"] == "o1");
        await alice.WaitForAsync("order.placed", m => m["id"] == "o3");
        await alice.AssertNoneAsync("order.placed");
    }

    [Fact]
    public async Task Publish_RefusedWithAKey_LeavesTheKeyForTheEventThatIsSent()
    {
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var key = ServerFixture.NewName();
        foreach (var (data, field) in new (object, string)[]
        {
            (new { id = "o1", @ref = "r1" }, "data.ref"),
            (new { room = "r1", seq = 1, at = "now", by = "alice" }, "data"),
            (new { text = new string('x', 262_144) }, "data"),
        })
        {
            var (status, problem) = await SendAsync(new { to = new { user = alice.User }, type = "order.placed", data, key });
            Assert.Equal((HttpStatusCode.BadRequest, field), (status, problem.GetProperty("field").GetString()));
        }

        Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(new { to = new { user = alice.User }, type = "order.placed", data = new { id = "o1" }, key })).Status);
        await alice.WaitForAsync("order.placed", m => m["id"] == "o1");
    }

    [Theory]
    [InlineData("""{"to":{"user":"alice"},"type":"chat.message","data":{}}""")]
    [InlineData("""{"to":{"user":"alice"},"type":"order placed","data":{}}""")]
    [InlineData("""{"to":{"user":"alice"},"type":"order.placed"}""")]
    [InlineData("""{"to":{"user":"alice"},"type":"order.placed","data":[]}""")]
    [InlineData("""{"to":{"user":"a b"},"type":"order.placed","data":{}}""")]
    [InlineData("""{"to":{"user":"alice","everybody":true},"type":"order.placed","data":{}}""")]
    [InlineData("""{"to":{"everybody":false},"type":"order.placed","data":{}}""")]
    [InlineData("""{"to":{"topic":"unknown"},"type":"order.placed","data":{}}""")]
    [InlineData("""{"type":"order.placed","data":{}}""")]
    [InlineData("""{"to":{"user":"alice"},"type":"order.placed","data":{},"key":""}""")]
    public async Task Publish_WhatCanNotBe_IsAProblemThatSaysWhatToSend(string body)
    {
        var (status, problem) = await SendAsync(System.Text.Json.JsonDocument.Parse(body).RootElement);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Publish_ToARoomThatIsNone_Is404() => Assert.Equal(
        HttpStatusCode.NotFound, (await SendAsync(new { to = new { room = "none" }, type = "order.placed", data = new { } })).Status);

    private Task<(HttpStatusCode Status, System.Text.Json.JsonElement Body)> SendAsync(object body) => fixture.Admin.SendAsync(HttpMethod.Post, "publish", body);

    private async Task PublishAsync(object body) => Assert.Equal(HttpStatusCode.Accepted, (await SendAsync(body)).Status);
}
