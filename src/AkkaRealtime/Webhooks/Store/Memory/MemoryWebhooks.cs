using AkkaRealtime.Routing.Chat.Store.Reports.Memory;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Webhooks.Store.Memory;

/// <summary>Webhooks in memory.</summary>
internal sealed class MemoryWebhookTables : IMemoryTables, IBuiltInTables
{
    /// <inheritdoc/>
    public int Order => 5;

    /// <inheritdoc/>
    public TableWriter CreateWriter(MemoryEngine engine) => new MemoryWebhooks(engine);
}

/// <summary>Holds and writes them.</summary>
internal sealed class MemoryWebhooks(MemoryEngine engine) : TableWriter
{
    private long _number;

    public SortedDictionary<string, Webhook> All { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Webhook, string Stream), StreamPosition> Streams { get; } = [];

    public List<(string Webhook, DeadLetter Letter)> DeadLetters { get; } = [];

    /// <inheritdoc/>
    public override bool Follows(LogEvent e) => false;

    /// <inheritdoc/>
    public override JournalResult? Write(JournalEntry entry)
    {
        switch (entry)
        {
            case SaveWebhook save:
                Save(save);
                break;
            case DeleteWebhook { Id: var id }:
                All.Remove(id);
                DeadLetters.RemoveAll(l => l.Webhook == id);
                foreach (var key in Streams.Keys.Where(k => k.Webhook == id).ToList())
                    Streams.Remove(key);
                engine.Tables<MemoryUsers>().EventReaders.Remove(id);
                break;
            case ClaimWebhook claim:
                if (All.GetValueOrDefault(claim.Id) is { } found && found.Revision == claim.Before)
                    All[claim.Id] = found with { Revision = claim.Revision };
                break;
            case RewindWebhook rewind:
                if (All.GetValueOrDefault(rewind.Id) is { } rewound)
                    All[rewind.Id] = rewound with { Revision = rewind.Revision };
                Streams[(rewind.Id, rewind.Stream)] = new StreamPosition(rewind.Stream, rewind.Position);
                break;
            case SaveWebhookProgress progress:
                Save(progress);
                break;
            case ForgetDelivered { Before: var before }:
                engine.Tables<MemoryUsers>().Events.RemoveAll(e => e.At < before);
                DeadLetters.RemoveAll(l => l.Letter.GivenUpAt < before);
                break;
            default:
                return null;
        }

        return new Saved(entry);
    }

    private void Save(SaveWebhook save)
    {
        var webhook = save.Webhook;
        All[webhook.Id] = webhook;
        var users = engine.Tables<MemoryUsers>();
        if (webhook.FollowsUsers)
            users.EventReaders.Add(webhook.Id);
        else
            users.EventReaders.Remove(webhook.Id);
        foreach (var room in save.Start.Rooms ? engine.Rooms.Where(r => webhook.Follows(r.Id) && !save.Start.Except.Contains(r.Id)) : [])
            Streams[(webhook.Id, StreamPosition.Of(room.Id))] = new StreamPosition(StreamPosition.Of(room.Id), room.Head);
        foreach (var stream in save.Start.Users ? StreamPosition.OfUsers : [])
            Streams[(webhook.Id, stream)] = new StreamPosition(stream, users.LastEvent);
        if (save.Start.Reports)
            Streams[(webhook.Id, StreamPosition.Reports)] = new StreamPosition(StreamPosition.Reports, engine.Tables<MemoryReports>().Head);
    }

    private void Save(SaveWebhookProgress progress)
    {
        if (All.GetValueOrDefault(progress.Id)?.Revision != progress.Revision)
            return;
        foreach (var stream in progress.Streams)
            Streams[(progress.Id, stream.Name)] = stream;
        foreach (var letter in progress.GivenUp)
            DeadLetters.Add((progress.Id, letter with { Number = ++_number }));
    }
}

/// <summary>Reads of webhooks in memory.</summary>
internal sealed class MemoryWebhookStore(MemoryEngine engine) : IWebhookStore
{
    private readonly MemoryWebhooks _webhooks = engine.Tables<MemoryWebhooks>();
    private readonly MemoryUsers _users = engine.Tables<MemoryUsers>();
    private readonly MemoryReports _reports = engine.Tables<MemoryReports>();

    /// <inheritdoc/>
    public Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<Webhook>>(() => [.. _webhooks.All.Values], cancel);

    /// <inheritdoc/>
    public Task<StreamPosition> StreamAsync(string webhook, string stream, CancellationToken cancel) => engine.ReadAsync(() => Find(webhook, stream), cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamPosition>> BehindAsync(Webhook webhook, DateTimeOffset now, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StreamPosition>>(
        () =>
        {
            var rooms = engine.Rooms.Where(r => webhook.Follows(r.Id)).Select(r => (Name: StreamPosition.Of(r.Id), r.Head));
            var users = webhook.FollowsUsers
                ? StreamPosition.OfUsers.Select((name, part) => (name, _users.Events.LastOrDefault(e => UserEvent.PartOf(e.User) == part)?.Number ?? 0))
                : [];
            IEnumerable<(string, long)> reports = webhook.FollowsReports ? [(StreamPosition.Reports, _reports.Numbers.Values.DefaultIfEmpty(0).Max())] : [];
            return
            [
                .. rooms.Concat(users).Concat(reports).Select(s => (Stream: Find(webhook.Id, s.Item1), Head: s.Item2))
                    .Where(s => s.Head > s.Stream.Position && !(s.Stream.RetryAt > now)).Select(s => s.Stream).Take(limit + UserEvent.Parts + 1),
            ];
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StreamPosition>> FailingAsync(string webhook, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<StreamPosition>>(
        () => [.. _webhooks.Streams.Where(s => s.Key.Webhook == webhook && s.Value.FailingSince is not null).Select(s => s.Value).OrderBy(s => s.FailingSince).Take(limit)], cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string webhook, long after, int limit, CancellationToken cancel) => engine.ReadAsync<IReadOnlyList<DeadLetter>>(
        () => [.. _webhooks.DeadLetters.Where(l => l.Webhook == webhook && l.Letter.Number > after).Select(l => l.Letter).Take(limit)], cancel);

    private StreamPosition Find(string webhook, string stream) => _webhooks.Streams.GetValueOrDefault((webhook, stream)) ?? new StreamPosition(stream, 0);
}
