using System.Net;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Outbound;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>Makes webhooks and changes them, for the operator: when a call returns, the store has it, and who sends is told. Throws <see cref="StoreUnavailableException"/> where it was not stored.</summary>
/// <param name="store">Where webhooks are read.</param>
/// <param name="journal">Where they are written.</param>
/// <param name="options">What the operator set.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Tells who sends.</param>
internal sealed class WebhookService(IWebhookStore store, JournalPromise journal, WebhookOptions options, TimeProvider time, Action<LookAtWebhooks> tell)
{
    private const int MaxUrl = 2_048;

    /// <summary>Reads of what is kept.</summary>
    public IWebhookStore Store => store;

    /// <summary>How many there may be.</summary>
    public int Most => options.MaxWebhooks;

    /// <summary>What is wrong with a URL, as a sentence; null: nothing.</summary>
    public string? Fault(string? url)
    {
        if (url is null or { Length: > MaxUrl } || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return "\"url\" is an https:// address without credentials or a fragment.";
        if (options.AllowPrivateAddresses)
            return null;
        if (uri.Scheme != Uri.UriSchemeHttps)
            return "\"url\" begins with https://. The operator may allow http:// by AkkaRealtime:Webhooks:AllowPrivateAddresses.";
        return IPAddress.TryParse(uri.IdnHost, out var address) && !PublicAddresses.IsPublic(address) ? "\"url\" has an address that is not public." : null;
    }

    /// <summary>The webhook of this id, or null.</summary>
    public async Task<Webhook?> FindAsync(string id, CancellationToken cancel) => (await store.ListAsync(cancel).ConfigureAwait(false)).FirstOrDefault(w => w.Id == id);

    /// <summary>Makes one that is sent what happens from now on; null where there are as many as there may be.</summary>
    public async Task<Webhook?> CreateAsync(string url, IReadOnlyList<string> types, IReadOnlyList<RoomId> rooms, string? secret, string? description, CancellationToken cancel)
    {
        if ((await store.ListAsync(cancel).ConfigureAwait(false)).Count >= options.MaxWebhooks)
            return null;
        var now = time.GetUtcNow();
        var webhook = new Webhook($"wh_{TimeOrderedId.New(now)}", url, DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()))
        {
            Types = types,
            Rooms = rooms,
            Secrets = [new WebhookSecret(secret ?? RequestSignature.NewSecret())],
            Description = description,
        };
        return await SaveAsync(webhook, WebhookStart.All, "A webhook was made.", cancel).ConfigureAwait(false);
    }

    /// <summary>Changes one. What it is told of beyond what it was told of before begins now.</summary>
    public Task<Webhook> ChangeAsync(Webhook before, Webhook after, CancellationToken cancel)
    {
        var start = new WebhookStart(
            Rooms: before.Rooms.Count > 0 && !before.Rooms.SequenceEqual(after.Rooms),
            Users: after.FollowsUsers && !before.FollowsUsers,
            Except: before.Rooms)
        {
            Reports = after.FollowsReports && !before.FollowsReports,
        };
        return SaveAsync(after, start, "A webhook was changed.", cancel);
    }

    /// <summary>Signs with a new secret from now on, and for some time with the former one as well.</summary>
    public Task<Webhook> RotateAsync(Webhook webhook, string? secret, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var former = webhook.Secrets.Where(s => !(s.Until <= now)).Select(s => s with { Until = s.Until ?? now.AddHours(options.SecretOverlapHours) });
        return SaveAsync(webhook with { Secrets = [new WebhookSecret(secret ?? RequestSignature.NewSecret()), .. former.Take(2)] }, WebhookStart.None, "A webhook has a new secret.", cancel);
    }

    /// <summary>Sends the events of a stream again, from the one after a position.</summary>
    public async Task ReplayAsync(string id, string stream, long after, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new RewindWebhook(owner, id, stream, after, NewRevision()), cancel).ConfigureAwait(false);
        tell(new LookAtWebhooks("A stream is sent again."));
    }

    /// <summary>Removes one.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancel)
    {
        await journal.SaveAsync(owner => new DeleteWebhook(owner, id), cancel).ConfigureAwait(false);
        tell(new LookAtWebhooks("A webhook was removed."));
    }

    private async Task<Webhook> SaveAsync(Webhook webhook, WebhookStart start, string why, CancellationToken cancel)
    {
        var saved = webhook with { Revision = NewRevision() };
        await journal.SaveAsync(owner => new SaveWebhook(owner, saved, start), cancel).ConfigureAwait(false);
        tell(new LookAtWebhooks(why));
        return saved;
    }

    private static long NewRevision() => StateTag.After(0).Tag;
}
