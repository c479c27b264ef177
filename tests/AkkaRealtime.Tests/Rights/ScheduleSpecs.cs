using System.Text.Json;
using AkkaRealtime.Admin;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Tests.Rights;

/// <summary>A message that is scheduled is said at its time, once, with the rights of that time; the same on every store.</summary>
public abstract class ScheduleSpecs : IAsyncLifetime
{
    // Sooner than connections that nobody speaks on are closed.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private RightsNode _node = null!;
    private RightsClient _ann = null!;
    private RightsClient _bob = null!;
    private string _room = "";

    private protected abstract Task<RightsNode> StartAsync(IReadOnlyDictionary<string, string?> settings);

    public async Task InitializeAsync()
    {
        _node = await StartAsync(new Dictionary<string, string?> { ["AkkaRealtime:Chat:MaxScheduledPerUser"] = "3" });
        (_ann, _bob) = (await _node.SignInAsync("ann"), await _node.SignInAsync("bob"));
        _room = Text((await _ann.AskAsync("chat.create", new { kind = "group", name = "Room", members = new[] { "bob" } })).GetProperty("room"), "id");
    }

    public async Task DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
    }

    [SkippableFact]
    public async Task Should_send_it_at_its_time_and_take_it_off_the_list_of_all_devices()
    {
        var phone = await _node.SignInAsync("bob");
        var first = Text(await _ann.AskAsync("chat.send", new { room = _room, key = "k", text = "first" }), "id");
        var id = await ScheduleAsync("good morning", replyTo: first);
        await phone.WaitAsync(e => e.Type == "chat.scheduled" && e.Ref is null && Text(e.Data.GetProperty("message"), "text") == "good morning");
        Assert.Equal(["good morning"], await TextsAsync(phone));
        Assert.Empty(await TextsAsync(_ann));
        Assert.DoesNotContain(_ann.Seen, e => e.Type == "chat.scheduled");

        _node.Time.Advance(Soon);
        await _ann.WaitAsync(e => e.Type == "chat.message" && Text(e.Data, "text") == "good morning" && Text(e.Data, "by") == "bob" && Text(e.Data, "replyTo") == first);
        await phone.WaitAsync(e => e.Type == "chat.unscheduled" && Text(e.Data, "id") == id);
        await _bob.WaitAsync(e => e.Type == "chat.unscheduled" && e.Data.TryGetProperty("sent", out _));
        Assert.Empty(await TextsAsync(phone));
        Assert.Single(_ann.Seen, e => e.Type == "chat.message" && Text(e.Data, "text") == "good morning");
    }

    [SkippableFact]
    public async Task Should_send_it_once_however_often_it_is_asked_for()
    {
        var id = await ScheduleAsync("once", key: "k1");
        Assert.Equal(id, await ScheduleAsync("once", key: "k1"));
        Assert.Equal(["once"], await TextsAsync(_bob));
        _node.Time.Advance(Soon);
        await _bob.WaitAsync(e => e.Type == "chat.unscheduled");

        // Asked again for lack of an answer that came: the room has it already.
        await ScheduleAsync("once", key: "k1");
        _node.Time.Advance(Soon);
        await UntilAsync(async () => (await TextsAsync(_bob)).Count == 0);
        Assert.Single((await _ann.AskAsync("chat.history", new { room = _room })).GetProperty("messages").EnumerateArray(), m => Text(m, "text") == "once");
    }

    [SkippableFact]
    public async Task Should_be_changed_sent_at_once_and_cancelled()
    {
        var (moved, now, gone) = (await ScheduleAsync("moved"), await ScheduleAsync("now"), await ScheduleAsync("gone"));
        await _bob.AskAsync("chat.reschedule", new { id = moved, at = _node.Time.GetUtcNow() + (3 * Soon), text = "moved by some seconds" });
        Assert.Equal(["now", "gone", "moved by some seconds"], (await TextsAsync(_bob)).OrderBy(t => t.Length));
        await _bob.AskAsync("chat.unschedule", new { id = gone });
        await _bob.AskAsync("chat.reschedule", new { id = now, now = true });
        await _ann.WaitAsync(e => e.Type == "chat.message" && Text(e.Data, "text") == "now");
        await _bob.WaitAsync(e => e.Type == "chat.unscheduled" && Text(e.Data, "id") == now);
        Assert.Equal(["moved by some seconds"], await TextsAsync(_bob));

        _node.Time.Advance(3 * Soon);
        await _ann.WaitAsync(e => e.Type == "chat.message" && Text(e.Data, "text") == "moved by some seconds");
        Assert.DoesNotContain(_ann.Seen, e => e.Type == "chat.message" && Text(e.Data, "text") is "gone" or "moved");
        Assert.Equal("not-found", await RefusalAsync("chat.unschedule", new { id = gone }));
    }

    [SkippableFact]
    public async Task Should_stay_in_the_list_with_the_reason_where_it_may_not_be_said_and_go_once_it_may()
    {
        var id = await ScheduleAsync("after all");
        await _ann.AskAsync("chat.remove", new { room = _room, users = new[] { "bob" } });
        _node.Time.Advance(Soon);
        await _bob.WaitAsync(e => e.Type == "chat.scheduled" && e.Data.GetProperty("message").TryGetProperty("failed", out _));
        var listed = Assert.Single((await _bob.AskAsync("chat.schedules")).GetProperty("messages").EnumerateArray());
        Assert.Equal("not-found", Text(listed.GetProperty("failed"), "code"));

        await _ann.AskAsync("chat.invite", new { room = _room, users = new[] { "bob" } });
        await _bob.AskAsync("chat.reschedule", new { id, now = true });
        await _ann.WaitAsync(e => e.Type == "chat.message" && Text(e.Data, "text") == "after all");
    }

    [SkippableFact]
    public async Task Should_bring_its_files_along_which_nobody_else_may_read_before()
    {
        var file = await UploadAsync("bob", "plan.txt");
        var asked = await _bob.AskAsync("chat.schedule", new { room = _room, key = "k", text = "", at = _node.Time.GetUtcNow() + Soon, attachments = new[] { new { id = file.Id.Value } } });
        Assert.Equal("plan.txt", Text(Assert.Single(asked.GetProperty("message").GetProperty("attachments").EnumerateArray()), "name"));
        Assert.Equal(FileRefusal.NoSuchFile, (await Uploads.FindAsync(new UserId("ann"), file.Id.Value, CancellationToken.None)).Refusal);

        _node.Time.Advance(Soon);
        await _ann.WaitAsync(e => e.Type == "chat.message" && Text(e.Data, "by") == "bob" && e.Data.TryGetProperty("attachments", out var files) && Text(files[0], "id") == file.Id.Value);
        await _bob.WaitAsync(e => e.Type == "chat.unscheduled");
        Assert.Equal("plan.txt", (await Uploads.FindAsync(new UserId("ann"), file.Id.Value, CancellationToken.None)).Row?.Name);
    }

    [SkippableFact]
    public async Task Should_stay_in_the_list_where_a_file_is_gone_and_take_its_files_along_when_it_is_cancelled()
    {
        var (lost, kept) = (await UploadAsync("bob", "lost.txt"), await UploadAsync("bob", "kept.txt"));
        var id = await ScheduleAsync("with two", files: [lost, kept]);
        Assert.True(await Uploads.DeleteAsync(lost.Id, CancellationToken.None));
        _node.Time.Advance(Soon);
        await _bob.WaitAsync(e => e.Type == "chat.scheduled" && e.Data.GetProperty("message").TryGetProperty("failed", out var failed) && Text(failed, "code") == "not-found");
        Assert.Equal(["with two"], await TextsAsync(_bob));

        await _bob.AskAsync("chat.unschedule", new { id });
        Assert.Equal(FileRefusal.Gone, (await Uploads.FindAsync(new UserId("bob"), kept.Id.Value, CancellationToken.None)).Refusal);
    }

    [SkippableFact]
    public async Task Should_refuse_files_of_others_and_messages_that_say_nothing()
    {
        var (mine, others) = (await UploadAsync("bob", "mine.txt"), await UploadAsync("ann", "others.txt"));
        Assert.Equal("not-found", await RefusalAsync("chat.schedule", Scheduled("x", _node.Time.GetUtcNow() + Soon, files: [mine, others])));
        Assert.Equal("bad-request", await RefusalAsync("chat.schedule", Scheduled("", _node.Time.GetUtcNow() + Soon, key: "k")));
        var (file, text) = (await ScheduleAsync("a file", files: [mine]), await ScheduleAsync("a text"));
        Assert.Equal("bad-request", await RefusalAsync("chat.reschedule", new { id = text, text = "" }));
        await _bob.AskAsync("chat.reschedule", new { id = file, text = "" });
        Assert.Equal(["", "a text"], (await TextsAsync(_bob)).Order());
    }

    [SkippableFact]
    public async Task Should_refuse_times_that_are_over_or_too_far_off_and_what_is_too_many()
    {
        Assert.Equal("bad-request", await RefusalAsync("chat.schedule", Scheduled("x", _node.Time.GetUtcNow())));
        Assert.Equal("bad-request", await RefusalAsync("chat.schedule", Scheduled("x", _node.Time.GetUtcNow().AddDays(366))));
        var id = await ScheduleAsync("one");
        await ScheduleAsync("two");
        await ScheduleAsync("three");
        Assert.Equal("conflict", await RefusalAsync("chat.schedule", Scheduled("four", _node.Time.GetUtcNow() + Soon)));
        Assert.Equal("bad-request", await RefusalAsync("chat.reschedule", new { id, at = _node.Time.GetUtcNow() - Soon }));
        Assert.Equal(3, (await TextsAsync(_bob)).Count);
    }

    [SkippableFact]
    public async Task Should_be_listed_page_by_page()
    {
        foreach (var times in (int[])[3, 1, 2])
            await _bob.AskAsync("chat.schedule", Scheduled($"in {times}", _node.Time.GetUtcNow() + (times * Soon)));
        var texts = new List<string>();
        for (string? cursor = null, next = ""; next is not null; cursor = next)
        {
            var page = await _bob.AskAsync("chat.schedules", new { limit = 2, cursor });
            texts.AddRange(page.GetProperty("messages").EnumerateArray().Select(m => Text(m, "text")));
            next = page.TryGetProperty("next", out var behind) ? behind.GetString() : null;
        }

        Assert.Equal(["in 1", "in 2", "in 3"], texts);
        Assert.Equal("bad-request", await RefusalAsync("chat.schedules", new { cursor = "s1" }));
    }

    [SkippableFact]
    public async Task Should_be_in_the_users_export()
    {
        await ScheduleAsync("my plan");
        var lines = new List<string>();
        await foreach (var line in _node.Services.GetRequiredService<AdminService>().ExportAsync(new UserId("bob"), CancellationToken.None))
            lines.Add(System.Text.Encoding.UTF8.GetString(line.Span));
        Assert.Single(lines, line => line.Contains("\"scheduled\"", StringComparison.Ordinal) && line.Contains("my plan", StringComparison.Ordinal));
    }

    private FileService Uploads => _node.Services.GetRequiredService<FileService>();

    private async Task<FileRow> UploadAsync(string by, string name) =>
        (await Uploads.UploadAsync(new UserId(by), new RoomId(_room), name, "text/plain", new MemoryStream([1, 2, 3]), CancellationToken.None)).Row!;

    private async Task<string> ScheduleAsync(string text, string? key = null, string? replyTo = null, IReadOnlyList<FileRow>? files = null) =>
        Text((await _bob.AskAsync("chat.schedule", Scheduled(text, _node.Time.GetUtcNow() + Soon, key, replyTo, files))).GetProperty("message"), "id");

    private object Scheduled(string text, DateTimeOffset at, string? key = null, string? replyTo = null, IReadOnlyList<FileRow>? files = null) =>
        new { room = _room, key = key ?? text, text, at, replyTo, attachments = files?.Select(f => new { id = f.Id.Value }) };

    private async Task<string?> RefusalAsync(string type, object data)
    {
        var asked = _bob.Send(type, data);
        await _bob.ReplyAsync(asked);
        return _bob.ErrorOf(asked);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
            await Task.Yield();
    }

    private static async Task<IReadOnlyList<string>> TextsAsync(RightsClient who) =>
        [.. (await who.AskAsync("chat.schedules")).GetProperty("messages").EnumerateArray().Select(m => Text(m, "text"))];

    private static string Text(JsonElement data, string name) => data.TryGetProperty(name, out var found) ? found.GetString()! : "";
}
