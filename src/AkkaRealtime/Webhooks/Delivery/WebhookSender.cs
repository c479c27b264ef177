using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using AkkaRealtime.Diagnostics;

namespace AkkaRealtime.Webhooks.Delivery;

/// <summary>Sends one event.</summary>
internal interface IWebhookSender
{
    /// <summary>What became of it; throws only where <paramref name="cancel"/> says so.</summary>
    Task<Delivery> SendAsync(Webhook webhook, WebhookEvent e, CancellationToken cancel);
}

/// <summary>What became of an event that was sent.</summary>
/// <param name="Error">Why it was not accepted, for the operator; null: it was.</param>
/// <param name="Reason">The same as a tag of metrics.</param>
/// <param name="RetryAfter">When the receiver wants it again.</param>
/// <param name="IsGone">The receiver wants nothing any more (410).</param>
internal sealed record Delivery(string? Error = null, string Reason = "", TimeSpan? RetryAfter = null, bool IsGone = false)
{
    /// <summary>It was accepted.</summary>
    public static Delivery Accepted { get; } = new();
}

/// <summary>
/// Posts events, signed, to where webhooks say: to public addresses only, unless the operator allows others, which is looked at when a connection is made, so that no name can lead
/// elsewhere. It follows no redirects, uses no proxy and no cookies, and reads nothing of an answer but its head.
/// </summary>
internal sealed class WebhookSender : IWebhookSender, IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly ProductInfoHeaderValue Agent = new("AkkaRealtime", ServerVersion.Text.Split('+')[0]);
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly WebhookOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public WebhookSender(WebhookOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = (context, cancel) => PublicConnections.ConnectAsync(context, options.AllowPrivateAddresses, cancel),
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 16 * 1_024,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <inheritdoc/>
    public async Task<Delivery> SendAsync(Webhook webhook, WebhookEvent e, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            using var request = Request(webhook, e, _time.GetUtcNow());
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return Of(response);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Delivery($"No answer within {_options.TimeoutSeconds} s.", "timeout");
        }
        catch (HttpRequestException fault)
        {
            return new Delivery(fault.InnerException is SocketException or PublicConnections.NoPublicAddressException ? fault.InnerException.Message : fault.Message, "connection");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(Webhook webhook, WebhookEvent e, DateTimeOffset now)
    {
        var body = e.Body();
        var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", e.Id);
        request.Headers.Add("webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Of(webhook.Secrets, e.Id, now, body.Span));
        return request;
    }

    private Delivery Of(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (status is >= 200 and < 300)
            return Delivery.Accepted;
        var asked = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return new Delivery($"The receiver answered {status}.", status.ToString(CultureInfo.InvariantCulture), asked, response.StatusCode == HttpStatusCode.Gone);
    }
}
