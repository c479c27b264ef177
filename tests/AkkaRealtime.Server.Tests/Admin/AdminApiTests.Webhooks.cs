using System.Net;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Server.Tests.Webhooks;

namespace AkkaRealtime.Server.Tests.Admin;

// Webhooks: what is sent where, signed, in order, and again.
public abstract partial class AdminApiTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [SkippableFact]
    public async Task Webhook_IsSentARoomsEventsInOrder_SignedByTheStandard()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Hooked", alice.User);
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "chat.message" }, rooms = new[] { room }, secret = Secret });

        for (var i = 0; i < 20; i++)
            await alice.RequestAsync("chat.send", new { room, key = $"k{i}", text = $"text {i}" });

        var sent = await receiver.WaitForAsync(20, _ => true);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"text {i}"), sent.Select(h => h.Data.GetProperty("text").GetString()));
        Assert.All(sent, h => Assert.True(h.IsSignedWith(Secret)));
        Assert.All(sent, h => Assert.Equal($"{room}_{h.Data.GetProperty("seq").GetInt64()}", h.Id));
        Assert.Equal(20, sent.Select(h => h.Id).Distinct().Count());
        var head = sent[^1].Data.GetProperty("seq").GetInt64();
        await Admin.UntilAsync($"webhooks/{hook}/rooms/{room}", r => r.GetProperty("position").GetInt64() == head);
    }

    [SkippableFact]
    public async Task Webhook_IsToldWhoComesAndGoes()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await HookAsync(new { url = receiver.Url, types = new[] { "user.*" } });
        string user;
        await using (var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName()))
        {
            user = alice.User;
            await receiver.WaitForAsync(1, h => Of(h) == user);
        }

        var sent = await receiver.WaitForAsync(2, h => Of(h) == user);
        Assert.Equal(["user.online", "user.offline"], sent.Select(h => h.Type));

        static string? Of(Hooked h) => h.Data.GetProperty("user").GetString();
    }

    [SkippableFact]
    public async Task Webhook_ThatIsNotAccepted_IsSentAgain_AndNothingOvertakesIt()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = _ => HttpStatusCode.ServiceUnavailable;
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Hooked", alice.User);
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "chat.message" }, rooms = new[] { room } });
        foreach (var key in new[] { "one", "two" })
            await alice.RequestAsync("chat.send", new { room, key, text = key });

        var failing = await Admin.UntilAsync($"webhooks/{hook}", w => w.GetProperty("failing").GetArrayLength() == 1);
        Assert.Equal("The receiver answered 503.", failing.GetProperty("failing")[0].GetProperty("error").GetString());
        receiver.Answer = _ => HttpStatusCode.OK;

        var sent = await receiver.WaitForAsync(1, h => h.Data.GetProperty("text").GetString() == "two");
        var before = receiver.All.TakeWhile(h => h.Data.GetProperty("text").GetString() == "one").ToList();
        Assert.True(before.Count >= 2);
        Assert.Single(before.Select(h => h.Id).Distinct());
        Assert.Single(sent);
    }

    [SkippableFact]
    public async Task Webhook_Disabled_IsSentAllOfItLater_AndReplayedFromAPosition()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Hooked", alice.User);
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "chat.message" }, rooms = new[] { room } });
        await Admin.DoAsync(HttpMethod.Patch, $"webhooks/{hook}", new { enabled = false });
        var first = (await alice.RequestAsync("chat.send", new { room, key = "k", text = "while disabled" })).Number("seq");
        Assert.Empty(receiver.All);

        await Admin.DoAsync(HttpMethod.Patch, $"webhooks/{hook}", new { enabled = true });
        await receiver.WaitForAsync(1, _ => true);

        await Admin.DoAsync(HttpMethod.Post, $"webhooks/{hook}/replay", new { room, after = first - 1 });
        var sent = await receiver.WaitForAsync(2, _ => true);
        Assert.Single(sent.Select(h => h.Id).Distinct());
    }

    [SkippableFact]
    public async Task Webhook_IsToldWhatUsersReport_AndAgainWhereItIsReplayed()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        await using var mallory = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Reported", alice.User, mallory.User);
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "chat.reported" }, rooms = new[] { room }, secret = Secret });
        var before = (await Admin.GetAsync($"webhooks/{hook}/reports")).GetProperty("position").GetInt64();
        var message = (await mallory.RequestAsync("chat.send", new { room, key = "k", text = "something rude" }))["id"];

        await alice.RequestAsync("chat.report", new { room, id = message, reason = "rude" });
        await alice.RequestAsync("chat.report", new { room, id = message, reason = "still rude" });

        var told = Assert.Single(await receiver.WaitForAsync(1, _ => true));
        Assert.True(told.IsSignedWith(Secret));
        Assert.Equal(
            ("chat.reported", room, message, mallory.User, alice.User, "rude"),
            (told.Type, Of(told, "room"), Of(told, "message"), Of(told, "author"), Of(told, "by"), Of(told, "reason")));
        Assert.Equal(message, (await Admin.GetAsync($"reports/{Of(told, "report")}")).GetProperty("message").GetString());
        await Admin.UntilAsync($"webhooks/{hook}/reports", r => r.GetProperty("position").GetInt64() > before);

        await Admin.DoAsync(HttpMethod.Post, $"webhooks/{hook}/replay", new { stream = "reports", after = before });
        var again = await receiver.WaitForAsync(2, _ => true);
        Assert.Single(again.Select(h => h.Id).Distinct());

        static string? Of(Hooked h, string name) => h.Data.GetProperty(name).GetString();
    }

    [SkippableFact]
    public async Task Replay_OfWhatIsNoStream_OrNotTheWebhooks_IsRefusedWithASentence()
    {
        await using var receiver = await HookReceiver.StartAsync();
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "chat.message" } });
        var room = await Admin.CreateRoomAsync("Replayed", ServerFixture.NewName());
        foreach (var (body, field) in new (object, string)[]
        {
            (new { after = 0 }, "room"),
            (new { room = "reports", after = 0 }, "room"),
            (new { stream = "users/1", after = 0 }, "stream"),
            (new { stream = "reports", room, after = 0 }, "stream"),
            (new { stream = "reports", after = 0 }, "stream"),
            (new { stream = room, after = -1 }, "after"),
        })
        {
            var (status, problem) = await Admin.SendAsync(HttpMethod.Post, $"webhooks/{hook}/replay", body);
            Assert.Equal((HttpStatusCode.BadRequest, field), (status, problem.GetProperty("field").GetString()));
        }

        await Admin.DoAsync(HttpMethod.Post, $"webhooks/{hook}/replay", new { stream = room, after = 0 });
    }

    [SkippableFact]
    public async Task Webhook_WithANewSecret_IsSignedWithBothForAWhile()
    {
        await using var receiver = await HookReceiver.StartAsync();
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Hooked", alice.User);
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "*" }, rooms = new[] { room }, secret = Secret });
        var rotated = (await Admin.DoAsync(HttpMethod.Post, $"webhooks/{hook}/secret", new { })).GetProperty("secret").GetString()!;
        Assert.NotEqual(Secret, rotated);

        await alice.RequestAsync("chat.send", new { room, key = "k", text = "signed twice" });
        var sent = Assert.Single(await receiver.WaitForAsync(1, h => h.Type == "chat.message"));
        Assert.True(sent.IsSignedWith(rotated) && sent.IsSignedWith(Secret));
        Assert.DoesNotContain("secret", (await Admin.GetAsync($"webhooks/{hook}")).GetProperty("webhook").EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Null).Select(m => m.Name));
    }

    [SkippableFact]
    public async Task Webhook_Deleted_IsSentNothingMore_AndGone_IsDisabled()
    {
        await using var receiver = await HookReceiver.StartAsync();
        receiver.Answer = _ => HttpStatusCode.Gone;
        await using var alice = await RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
        var room = await Admin.CreateRoomAsync("Hooked", alice.User);
        var hook = await HookAsync(new { url = receiver.Url, types = new[] { "*" }, rooms = new[] { room } });
        await alice.RequestAsync("chat.send", new { room, key = "k", text = "gone" });
        await Admin.UntilAsync($"webhooks/{hook}", w => !w.GetProperty("webhook").GetProperty("enabled").GetBoolean());

        Assert.Equal(HttpStatusCode.NoContent, (await Admin.SendAsync(HttpMethod.Delete, $"webhooks/{hook}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, $"webhooks/{hook}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await Admin.SendAsync(HttpMethod.Get, $"webhooks/{hook}/dead-letters")).Status);
        Assert.DoesNotContain(hook, (await Admin.GetAsync("webhooks")).GetProperty("items").EnumerateArray().Select(w => w.GetProperty("id").GetString()));
    }

    [SkippableFact]
    public async Task Webhook_ThatCannotBe_IsRefusedWithASentence()
    {
        var url = "https://example.com/hook";
        string[] types = ["*"];
        foreach (var (body, field) in new (object, string)[]
        {
            (new { types }, "url"),
            (new { url = "ftp://example.com", types }, "url"),
            (new { url = "https://user:pass@example.com", types }, "url"),
            (new { url }, "types"),
            (new { url, types = Array.Empty<string>() }, "types"),
            (new { url, types = new[] { "no type" } }, "types"),
            (new { url, types, rooms = new[] { "no room!" } }, "rooms"),
            (new { url, types, secret = "guess me" }, "secret"),
            (new { url, types, description = new string('x', 257) }, "description"),
        })
        {
            var (status, problem) = await Admin.SendAsync(HttpMethod.Post, "webhooks", body);
            Assert.Equal((HttpStatusCode.BadRequest, field), (status, problem.GetProperty("field").GetString()));
        }
    }

    private async Task<string> HookAsync(object body) => (await Admin.DoAsync(HttpMethod.Post, "webhooks", body)).GetProperty("id").GetString()!;
}
