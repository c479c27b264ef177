using System.Globalization;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;
using AkkaRealtime.Tests.Routing.Chat.Previews;
using AkkaRealtime.Tests.Storage.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Rights;

/// <summary>Where links lead, found out by a whole node at a site on this machine; the same on every store.</summary>
public abstract class PreviewSpecs : IAsyncLifetime
{
    private readonly TaskCompletionSource _gate = new();
    private TestSite _site = null!;
    private RightsNode _node = null!;
    private RightsClient _ann = null!;
    private RightsClient _bob = null!;
    private string _room = "";

    private protected abstract Task<RightsNode> StartAsync(IReadOnlyDictionary<string, string?> settings);

    /// <summary>Ann and Bob are in a room.</summary>
    public async Task InitializeAsync()
    {
        _site = await TestSite.StartAsync(AnswerAsync);
        _node = await StartAsync(new Dictionary<string, string?>
        {
            ["AkkaRealtime:LinkPreviews:Enabled"] = "true",
            ["AkkaRealtime:LinkPreviews:Ports:0"] = _site.Address.Port.ToString(CultureInfo.InvariantCulture),
            ["AkkaRealtime:LinkPreviews:AllowedNetworks:0"] = "127.0.0.1/32",
            ["AkkaRealtime:LinkPreviews:LinksPerMessage"] = "2",
            ["AkkaRealtime:LinkPreviews:TimeoutSeconds"] = "10",
        });
        (_ann, _bob) = (await _node.SignInAsync("ann"), await _node.SignInAsync("bob"));
        _room = await RoomAsync(_ann, "bob");
    }

    public async Task DisposeAsync()
    {
        _gate.TrySetResult();
        if (_node is not null)
            await _node.DisposeAsync();
        if (_site is not null)
            await _site.DisposeAsync();
    }

    [SkippableFact]
    public async Task Should_show_where_links_lead_now_and_later()
    {
        var id = await SendAsync($"look: {_site.Of("/one")} and {_site.Of("/two")}, {_site.Of("/three")} not");
        var heard = await PreviewedAsync(_bob, id);
        var previews = heard.GetProperty("previews");
        Assert.Equal(["One", "Two"], previews.EnumerateArray().Select(p => Text(p, "title")));
        Assert.Equal((_site.Of("/one"), "The Site", "About one"), (Text(previews[0], "url"), Text(previews[0], "site"), Text(previews[0], "description")));
        Assert.Equal("ann", Text(heard, "by"));

        var history = (await _bob.AskAsync("chat.history", new { room = _room })).GetProperty("messages")[0];
        var hit = (await _bob.AskAsync("chat.search", new { text = "look" })).GetProperty("hits")[0].GetProperty("message");
        Assert.All([history, hit], message => Assert.Equal(previews.GetRawText(), message.GetProperty("previews").GetRawText()));
        Assert.Equal(1, (await _bob.AskAsync("chat.rooms")).GetProperty("rooms")[0].GetProperty("unread").GetInt64());
        await _bob.AskAsync("chat.sync", new { rooms = new Dictionary<string, long> { [_room] = 0 } });
        Assert.Contains(_bob.Seen, e => e.Type == "chat.events" && e.Data.GetProperty("events").EnumerateArray().Any(one => Text(one, "type") == "chat.previewed"));

        // The picture is the house's own, for who is in the room.
        var image = previews[0].GetProperty("image");
        Assert.Equal(("image/png", 640, 480), (Text(image, "type"), image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
        Assert.Equal($"/api/v1/files/{Text(image, "id")}", Text(image, "url"));
        var files = _node.Services.GetRequiredService<FileService>();
        Assert.Null((await files.FindAsync(new UserId("bob"), Text(image, "id"), default)).Refusal);
        Assert.Equal(FileRefusal.NoSuchFile, (await files.FindAsync(new UserId("carol"), Text(image, "id"), default)).Refusal);
        Assert.Equal("not-found", await RefusalAsync("chat.send", new { room = _room, key = "steal", text = "", attachments = new[] { new { id = Text(image, "id") } } }));

        // Found lately, it is not asked for again; the other room has a picture of its own.
        var other = await RoomAsync(_ann, "bob");
        var again = await PreviewedAsync(_bob, await SendAsync(_site.Of("/one"), other));
        Assert.NotEqual(Text(image, "id"), Text(again.GetProperty("previews")[0].GetProperty("image"), "id"));
        Assert.Equal(["/image.png", "/one", "/two"], _site.Asked.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Should_follow_what_the_message_says()
    {
        var id = await SendAsync(_site.Of("/one"));
        await PreviewedAsync(_bob, id);
        await _ann.AskAsync("chat.edit", new { room = _room, id, text = $"{_site.Of("/two")} {_site.Of("/one")}" });
        Assert.Equal(["Two", "One"], (await PreviewedAsync(_bob, id, 2)).GetProperty("previews").EnumerateArray().Select(p => Text(p, "title")));
        await _ann.AskAsync("chat.edit", new { room = _room, id, text = _site.Of("/two") });
        Assert.Equal(["Two"], (await PreviewedAsync(_bob, id, 3)).GetProperty("previews").EnumerateArray().Select(p => Text(p, "title")));
        await _ann.AskAsync("chat.edit", new { room = _room, id, text = "nothing" });
        Assert.False((await PreviewedAsync(_bob, id, 4)).TryGetProperty("previews", out _));
        await _ann.AskAsync("chat.edit", new { room = _room, id, text = _site.Of("/three") });
        Assert.Equal("Three", Text((await PreviewedAsync(_bob, id, 5)).GetProperty("previews")[0], "title"));

        await _ann.AskAsync("chat.delete", new { room = _room, id });
        Assert.False((await LastAsync()).TryGetProperty("previews", out _));
        Assert.DoesNotContain("Three", (await SyncedAsync()).GetRawText(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Should_show_nothing_where_somebody_wants_nothing()
    {
        var silent = await SendAsync(_site.Of("/silent"), previews: false);
        Assert.Equal(0, (await LastAsync()).GetProperty("previews").GetArrayLength());
        await _ann.AskAsync("chat.edit", new { room = _room, id = silent, text = _site.Of("/silent?2") });

        var id = await SendAsync(_site.Of("/one"));
        await PreviewedAsync(_bob, id);
        Assert.Equal("forbidden", await RefusalAsync("chat.unpreview", new { room = _room, id }, _bob));
        await _ann.AskAsync("chat.unpreview", new { room = _room, id });
        Assert.Equal(0, (await PreviewedAsync(_bob, id, 2)).GetProperty("previews").GetArrayLength());
        await _ann.AskAsync("chat.edit", new { room = _room, id, text = $"{_site.Of("/one")} {_site.Of("/silent?3")}" });

        // What comes behind is looked at after all that was to be looked at before.
        await PreviewedAsync(_bob, await SendAsync(_site.Of("/two")));
        Assert.Equal(["/image.png", "/one", "/two"], _site.Asked.Order(StringComparer.Ordinal));
    }

    [SkippableFact]
    public async Task Should_drop_what_is_found_of_a_message_that_is_gone_or_asked_too_long()
    {
        var id = await SendAsync(_site.Of("/gate"));
        var late = await SendAsync(_site.Of("/never"));
        await AskedAsync(2);
        await _ann.AskAsync("chat.delete", new { room = _room, id });
        _gate.SetResult();
        await PreviewedAsync(_bob, await SendAsync(_site.Of("/two")));

        // The two places that the host has are taken, until time is up for who has them.
        await SendAsync(_site.Of("/never?2"));
        await AskedAsync(4);
        var waiting = await SendAsync(_site.Of("/three"));
        _node.Time.Advance(TimeSpan.FromSeconds(10));
        await PreviewedAsync(_bob, waiting);
        Assert.DoesNotContain(_bob.Seen, e => e.Type == "chat.previewed" && Text(e.Data, "id") is var of && (of == id || of == late));
    }

    [SkippableFact]
    public async Task Should_keep_nobody_elses_links_waiting_for_who_floods()
    {
        // Twenty of hers are looked at, two at a time, for as long as may be; of what she says beyond them, nothing.
        for (var i = 0; i < 11; i++)
            await SendAsync($"{_site.Of($"/never{i}")} {_site.Of($"/never{i}-")}");
        await SendAsync("that is all");
        for (var asked = 2; asked < 20; asked += 2)
        {
            await AskedAsync(asked);
            _node.Time.Advance(TimeSpan.FromSeconds(10));
            await _bob.AskAsync("chat.members", new { room = _room }); // Whoever isn't heard for so long is closed.
        }

        await AskedAsync(20);
        var his = Text(await _bob.AskAsync("chat.send", new { room = _room, key = "his", text = _site.Of("/one") }), "id");
        _node.Time.Advance(TimeSpan.FromSeconds(10));
        await PreviewedAsync(_bob, his);
        Assert.DoesNotContain(_site.Asked, path => path.StartsWith("/never10", StringComparison.Ordinal));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/image.png")
        {
            context.Response.ContentType = "image/png";
            await context.Response.Body.WriteAsync(Samples.Png(640, 480));
            return;
        }

        if (path.StartsWith("/never", StringComparison.Ordinal))
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        if (path == "/gate")
            await _gate.Task;
        var name = char.ToUpperInvariant(path[1]) + path[2..];
        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync(
            $"<head><title>{name}</title><meta property=og:site_name content='The Site'><meta property=og:description content='About {path[1..]}'>" + (path == "/one" ? "<meta property=og:image content=/image.png>" : ""));
    }

    private async Task<string> SendAsync(string text, string? room = null, bool? previews = null) =>
        Text(await _ann.AskAsync("chat.send", new { room = room ?? _room, key = Guid.NewGuid().ToString("n"), text, previews }), "id");

    private static async Task<JsonElement> PreviewedAsync(RightsClient who, string id, int times = 1)
    {
        await who.WaitAsync(_ => who.Seen.Count(Is) >= times);
        return who.Seen.FindAll(Is)[times - 1].Data;

        bool Is((string Type, JsonElement Data, string? Ref) e) => e.Type == "chat.previewed" && Text(e.Data, "id") == id;
    }

    private async Task AskedAsync(int requests)
    {
        using var patience = new CancellationTokenSource(Patient.Wait);
        while (_site.Asked.Count < requests)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<JsonElement> LastAsync() => (await _bob.AskAsync("chat.history", new { room = _room, limit = 1 })).GetProperty("messages")[0];

    private async Task<JsonElement> SyncedAsync()
    {
        await _bob.AskAsync("chat.sync", new { rooms = new Dictionary<string, long> { [_room] = 0 } });
        return _bob.Seen.FindLast(e => e.Type == "chat.events").Data;
    }

    private async Task<string?> RefusalAsync(string type, object data, RightsClient? who = null)
    {
        who ??= _ann;
        var asked = who.Send(type, data);
        await who.ReplyAsync(asked);
        return who.ErrorOf(asked);
    }

    private static async Task<string> RoomAsync(RightsClient who, params string[] members) =>
        Text((await who.AskAsync("chat.create", new { kind = "group", name = "Room", members })).GetProperty("room"), "id");

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;
}
