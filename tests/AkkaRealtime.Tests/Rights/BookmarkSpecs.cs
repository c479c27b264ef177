using System.Text.Json;
using AkkaRealtime.Admin;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Rights;

/// <summary>What a user has saved is on all of their devices, and nobody else's business; the same on every store.</summary>
public abstract class BookmarkSpecs : IAsyncLifetime
{
    private RightsNode _node = null!;
    private RightsClient _ann = null!;
    private RightsClient _bob = null!;
    private string _room = "";

    private protected abstract Task<RightsNode> StartAsync();

    public async Task InitializeAsync()
    {
        _node = await StartAsync();
        (_ann, _bob) = (await _node.SignInAsync("ann"), await _node.SignInAsync("bob"));
        _room = Text((await _ann.AskAsync("chat.create", new { kind = "group", name = "Room", members = new[] { "bob" } })).GetProperty("room"), "id");
    }

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Should_list_what_was_saved_as_it_stands_and_tell_the_other_devices()
    {
        var phone = await _node.SignInAsync("bob");
        var (first, second) = (await SendAsync("one"), await SendAsync("two"));
        await SaveAsync(first);
        _node.Time.Advance(TimeSpan.FromSeconds(1));
        await SaveAsync(second);
        await _ann.AskAsync("chat.edit", new { room = _room, id = second, text = "second" });

        await phone.WaitAsync(e => e.Type == "chat.bookmarked" && e.Ref is null && Text(e.Data, "id") == second);
        Assert.Equal(["second", "one"], await TextsAsync(phone));
        Assert.Empty(await TextsAsync(_ann));
        await SaveAsync(second, on: false);
        Assert.Equal(["one"], await TextsAsync(phone));
        Assert.DoesNotContain(_ann.Seen, e => e.Type == "chat.bookmarked");
    }

    [SkippableFact]
    public async Task Should_go_through_them_page_by_page()
    {
        foreach (var text in (string[])["one", "two", "three"])
        {
            // Of what is saved in the very same millisecond, nobody says what comes first.
            _node.Time.Advance(TimeSpan.FromSeconds(1));
            await SaveAsync(await SendAsync(text));
        }

        var texts = new List<string>();
        for (string? cursor = null, next = ""; next is not null; cursor = next)
        {
            var page = await _bob.AskAsync("chat.bookmarks", new { limit = 2, cursor });
            texts.AddRange(page.GetProperty("bookmarks").EnumerateArray().Select(b => Text(b.GetProperty("message"), "text")));
            next = page.TryGetProperty("next", out var behind) ? behind.GetString() : null;
        }

        Assert.Equal(["three", "two", "one"], texts);
        var wrong = _bob.Send("chat.bookmarks", new { cursor = "m1" });
        await _bob.ReplyAsync(wrong);
        Assert.Equal("bad-request", _bob.ErrorOf(wrong));
    }

    [SkippableFact]
    public async Task Should_show_nothing_that_is_deleted_or_may_not_be_read()
    {
        var (gone, kept) = (await SendAsync("gone"), await SendAsync("kept"));
        await SaveAsync(gone);
        await SaveAsync(kept);
        await _ann.AskAsync("chat.delete", new { room = _room, id = gone });
        Assert.Equal(["kept"], await TextsAsync(_bob));
        Assert.Equal("conflict", await RefusalAsync(_bob, gone));
        Assert.Equal("not-found", await RefusalAsync(_bob, "nothing"));

        await _ann.AskAsync("chat.remove", new { room = _room, users = new[] { "bob" } });
        Assert.Empty(await TextsAsync(_bob));
        Assert.Equal("not-found", await RefusalAsync(_bob, kept));
        await SaveAsync(kept, on: false);
        await _ann.AskAsync("chat.invite", new { room = _room, users = new[] { "bob" } });
        Assert.Empty(await TextsAsync(_bob));
    }

    [SkippableFact]
    public async Task Should_be_in_the_users_export()
    {
        await SaveAsync(await SendAsync("one"));
        var lines = new List<string>();
        await foreach (var line in _node.Services.GetRequiredService<AdminService>().ExportAsync(new UserId("bob"), CancellationToken.None))
            lines.Add(System.Text.Encoding.UTF8.GetString(line.Span));
        Assert.Single(lines, line => line.Contains("\"bookmark\"", StringComparison.Ordinal) && line.Contains(_room, StringComparison.Ordinal));
    }

    private Task<JsonElement> SaveAsync(string id, bool on = true) => _bob.AskAsync("chat.bookmark", new { room = _room, id, on });

    private async Task<string> SendAsync(string text) => Text(await _ann.AskAsync("chat.send", new { room = _room, key = text, text }), "id");

    private async Task<string?> RefusalAsync(RightsClient who, string id)
    {
        var asked = who.Send("chat.bookmark", new { room = _room, id, on = true });
        await who.ReplyAsync(asked);
        return who.ErrorOf(asked);
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(RightsClient who) =>
        [.. (await who.AskAsync("chat.bookmarks")).GetProperty("bookmarks").EnumerateArray().Select(b => Text(b.GetProperty("message"), "text"))];

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;
}
