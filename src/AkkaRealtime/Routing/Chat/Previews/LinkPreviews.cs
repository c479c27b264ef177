using System.Collections.Concurrent;
using System.Net.Sockets;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Previews;

/// <summary>Finds out where links lead, beside everything else; what can't be found out is not there.</summary>
internal interface ILinkPreviews
{
    /// <summary>Links of a message that are looked at.</summary>
    int LinksPerMessage { get; }

    /// <summary>Looks at links of a message of <paramref name="by"/> in <paramref name="room"/>, where their pictures are kept. Never fails; returns those of which there is something to show.</summary>
    Task<IReadOnlyList<LinkPreview>> FindAsync(RoomId room, UserId by, IReadOnlyList<string> urls);
}

/// <summary>What a node has of link previews.</summary>
internal sealed partial class LinkPreviews : ILinkPreviews, IDisposable
{
    // Of what one user may have under way, so that who floods with links keeps no other's from being looked at.
    private const int MaxOfAUser = 20;

    private readonly ConcurrentDictionary<UserId, int> _ofUsers = new();
    private readonly LinkPreviewOptions _options;
    private readonly SiteRules _rules;
    private readonly WebFetcher _web;
    private readonly FileService _files;
    private readonly FetchQueue _queue;
    private readonly FoundLinks _found;
    private readonly TimeProvider _time;
    private readonly RealtimeMetrics _metrics;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();

    public LinkPreviews(LinkPreviewOptions options, SiteRules rules, WebFetcher web, FileService files, TimeProvider time, RealtimeMetrics metrics, ILogger<LinkPreviews> log)
    {
        (_options, _rules, _web, _files, _time, _metrics, _log) = (options, rules, web, files, time, metrics, log);
        _queue = new FetchQueue(options.Concurrency, options.ConcurrencyPerHost, options.MaxWaiting);
        _found = new FoundLinks(TimeSpan.FromMinutes(options.CacheMinutes), time);
        metrics.ObserveQueue("previews", () => _queue.Waiting);
    }

    /// <inheritdoc/>
    public int LinksPerMessage => _options.LinksPerMessage;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LinkPreview>> FindAsync(RoomId room, UserId by, IReadOnlyList<string> urls)
    {
        if (_ofUsers.AddOrUpdate(by, urls.Count, (_, count) => count + urls.Count) > MaxOfAUser)
        {
            End(by, urls.Count);
            _metrics.Drops.Add(urls.Count, new("queue", "previews"), new("reason", "user"));
            return [];
        }

        try
        {
            return [.. (await Task.WhenAll(urls.Select(url => Task.Run(() => PreviewAsync(room, url)))).ConfigureAwait(false)).OfType<LinkPreview>()];
        }
        finally
        {
            End(by, urls.Count);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private void End(UserId by, int count)
    {
        var left = _ofUsers.AddOrUpdate(by, 0, (_, before) => before - count);
        if (left == 0)
            _ofUsers.TryRemove(KeyValuePair.Create(by, 0));
    }

    private async Task<LinkPreview?> PreviewAsync(RoomId room, string url)
    {
        try
        {
            if (TextLinks.Address(url) is not { } address || !_rules.Allow(address))
                return null;
            var found = await _found.GetAsync(address.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped), () => FindInTurnAsync(address)).ConfigureAwait(false);
            if (found.Head is not { } head)
                return null;
            var image = found.Image is null ? null : await KeepAsync(room, address, found.Image).ConfigureAwait(false);
            return new LinkPreview(url, head.Site, head.Title, head.Description, image);
        }
#pragma warning disable CA1031 // The end of the way: nobody waits for a preview, and whatever a strange page can do ends here.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
                LogFailed(_log, e, url.Length);
            return null;
        }
    }

    private async Task<FoundLink> FindInTurnAsync(Uri address)
    {
        var host = SiteRules.Plain(address.IdnHost);
        if (!await _queue.EnterAsync(host).ConfigureAwait(false))
        {
            _metrics.Drops.Add(1, new("queue", "previews"), new("reason", "full"));
            return FoundLink.Nothing;
        }

        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            using var timer = _time.CreateTimer(_ => limit.Cancel(), null, TimeSpan.FromSeconds(_options.TimeoutSeconds), Timeout.InfiniteTimeSpan);
            var found = await FindAsync(address, limit.Token).ConfigureAwait(false);
            _metrics.Previews.Add(1, new KeyValuePair<string, object?>("result", found.Head is null ? "nothing" : "found"));
            return found;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException or UriFormatException or InvalidDataException)
        {
            _metrics.Previews.Add(1, new KeyValuePair<string, object?>("result", "failed"));
            LogNotReached(_log, e, host);
            return FoundLink.Nothing;
        }
        finally
        {
            _queue.Leave(host);
        }
    }

    private async Task<FoundLink> FindAsync(Uri address, CancellationToken cancel)
    {
        if (await _web.PageAsync(address, cancel).ConfigureAwait(false) is not { } page)
            return FoundLink.Nothing;

        // A link to a picture shows that.
        if (page.Type.StartsWith("image/", StringComparison.Ordinal))
            return PreviewImage.IsShown(page.Bytes) ? new FoundLink(new PageHead(SiteRules.Plain(page.Address.Host), null, null, null), page.Bytes) : FoundLink.Nothing;
        if (PageHead.Of(page) is not { } head)
            return FoundLink.Nothing;
        var image = head.Image is null || _options.MaxImageBytes == 0 ? null : await ImageAsync(head.Image, cancel).ConfigureAwait(false);
        return head is { Title: null, Description: null } && image is null ? FoundLink.Nothing : new FoundLink(head, image);
    }

    // What the page says is worth showing also where its picture can't be had.
    private async Task<byte[]?> ImageAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            return await _web.ImageAsync(address, cancel).ConfigureAwait(false) is { Bytes: var bytes } && PreviewImage.IsShown(bytes) ? bytes : null;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested && e is HttpRequestException or IOException or SocketException or OperationCanceledException or UriFormatException or InvalidDataException)
        {
            return null;
        }
    }

    private async Task<Attachment?> KeepAsync(RoomId room, Uri address, byte[] image)
    {
        try
        {
            var row = await _files.KeepFetchedAsync(room, SiteRules.Plain(address.Host), image, _stop.Token).ConfigureAwait(false);
            return new Attachment(row.Id.Value, row.Name, row.Type, row.Size, FileRow.UrlOf(row.Id), row.Width, row.Height);
        }
        catch (StoreUnavailableException e)
        {
            LogNotKept(_log, e);
            return null;
        }
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Debug, Message = "A link to {Host} has no preview.")]
    private static partial void LogNotReached(ILogger log, Exception cause, string host);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Warning, Message = "The picture of a link preview could not be kept; the preview is without it.")]
    private static partial void LogNotKept(ILogger log, Exception cause);

    [LoggerMessage(EventId = 6103, Level = LogLevel.Error, Message = "A link of {Length} characters could not be looked at.")]
    private static partial void LogFailed(ILogger log, Exception cause, int length);
}
