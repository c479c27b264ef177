using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Outbound;
using AkkaRealtime.Push.Store;
using Lib.Net.Http.WebPush;
using Lib.Net.Http.WebPush.Authentication;

namespace AkkaRealtime.Push.Delivery;

/// <summary>Hands one push to a push service.</summary>
internal interface IPushSender
{
    /// <summary>What became of it; throws only where <paramref name="cancel"/> says so.</summary>
    Task<PushOutcome> SendAsync(DeviceSubscription to, PushNotice notice, TimeSpan timeToLive, CancellationToken cancel);
}

/// <summary>What became of a push.</summary>
/// <param name="Fate">What is to be done now.</param>
/// <param name="Reason">Why it was not accepted, as a tag of metrics: an HTTP status, <c>timeout</c> or <c>connection</c>.</param>
/// <param name="RetryAfter">When the push service wants it again.</param>
internal sealed record PushOutcome(PushFate Fate, string Reason = "", TimeSpan? RetryAfter = null);

/// <summary>What is to be done about a push that was sent.</summary>
internal enum PushFate
{
    /// <summary>Nothing: it was accepted.</summary>
    Accepted,

    /// <summary>It can be tried again.</summary>
    Retry,

    /// <summary>It is of no use to try it again.</summary>
    Refused,

    /// <summary>The push service knows the subscription no more.</summary>
    Gone,
}

/// <summary>
/// Encrypts (RFC 8291) and signs (RFC 8292) by <c>Lib.Net.Http.WebPush</c>, and posts, to services that are allowed and at public addresses only. It follows no redirects, uses no proxy and
/// no cookies.
/// </summary>
internal sealed class PushSender : IPushSender, IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly AddressGuard Public = new([]);
    private static readonly AddressGuard Local = new([IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")]);
    private readonly PushOptions _options;
    private readonly PushHosts _hosts;
    private readonly Func<VapidKeys> _keys;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly PushServiceClient _client;
    private readonly TokenCache _tokens;

    public PushSender(PushOptions options, PushHosts hosts, Func<VapidKeys> keys, TimeProvider time)
    {
        (_options, _hosts, _keys, _time, _tokens) = (options, hosts, keys, time, new TokenCache(time));
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            ConnectCallback = (context, cancel) =>
                (PushHosts.IsLocal(context.InitialRequestMessage.RequestUri!.Scheme, context.DnsEndPoint.Host) ? Local : Public).ConnectAsync(context, cancel),
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,

            // A push service says in its answer what was wrong: a line. Nobody is to fill our memory by that.
            MaxResponseContentBufferSize = 64 * 1_024,
        };
        _client = new PushServiceClient(_http) { AutoRetryAfter = false, DefaultAuthenticationScheme = VapidAuthenticationScheme.Vapid };
    }

    /// <inheritdoc/>
    public async Task<PushOutcome> SendAsync(DeviceSubscription to, PushNotice notice, TimeSpan timeToLive, CancellationToken cancel)
    {
        // The operator may have taken the service out since it was subscribed by.
        if (!Uri.TryCreate(to.Endpoint, UriKind.Absolute, out var endpoint) || !_hosts.Allows(endpoint))
            return new PushOutcome(PushFate.Gone, "host");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(_options.TimeoutSeconds));
        try
        {
            var (publicKey, privateKey) = _keys();

            // Signing is not for several threads at a time: each has its own, and tokens are signed once an hour and service.
            using var vapid = new VapidAuthentication(publicKey, privateKey) { Subject = _options.Subject, TokenCache = _tokens };
            var subscription = new PushSubscription { Endpoint = to.Endpoint };
            subscription.SetKey(PushEncryptionKeyName.P256DH, to.P256dh);
            subscription.SetKey(PushEncryptionKeyName.Auth, to.Auth);
            using var body = new StringContent(notice.ToJson());
            var message = new PushMessage(body)
            {
                TimeToLive = Math.Max(0, (int)timeToLive.TotalSeconds),
                Urgency = notice.IsUrgent ? PushMessageUrgency.High : PushMessageUrgency.Normal,
                Topic = notice.TopicFor(to),
            };
            await _client.RequestPushMessageDeliveryAsync(subscription, message, vapid, limit.Token).ConfigureAwait(false);
            return new PushOutcome(PushFate.Accepted);
        }
        catch (PushServiceClientException refused)
        {
            return Of(refused);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new PushOutcome(PushFate.Retry, "timeout");
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException or IOException)
        {
            return new PushOutcome(PushFate.Retry, "connection");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private PushOutcome Of(PushServiceClientException refused)
    {
        var status = (int)refused.StatusCode;
        var reason = status.ToString(CultureInfo.InvariantCulture);
        if (refused.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            return new PushOutcome(PushFate.Gone, reason);
        if (status is not (408 or 429 or >= 500))
            return new PushOutcome(PushFate.Refused, reason);
        TimeSpan? asked = refused.Headers?.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - _time.GetUtcNow(),
            _ => null,
        };
        return new PushOutcome(PushFate.Retry, reason, asked);
    }

    // One for each push service that is allowed: a few.
    private sealed class TokenCache(TimeProvider time) : IVapidTokenCache
    {
        private readonly ConcurrentDictionary<string, (string Token, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);

        public void Put(string audience, DateTimeOffset expiration, string token) => _tokens[audience] = (token, expiration);

        // Another one in good time.
        public string Get(string audience) => _tokens.TryGetValue(audience, out var known) && known.Until > time.GetUtcNow() + TimeSpan.FromHours(1) ? known.Token : null!;
    }
}
