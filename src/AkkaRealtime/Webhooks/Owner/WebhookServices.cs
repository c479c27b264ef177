using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Delivery;
using AkkaRealtime.Webhooks.Store;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>What owners of webhooks work with.</summary>
/// <param name="Store">Where webhooks are read.</param>
/// <param name="Journal">Where they are written.</param>
/// <param name="Turn">Sends.</param>
/// <param name="Options">What the operator set.</param>
/// <param name="Lags">Shows how far webhooks are behind.</param>
/// <param name="Time">The clock.</param>
/// <param name="Log">Says what happened.</param>
internal sealed record WebhookServices(
    IWebhookStore Store, IJournal Journal, WebhookTurn Turn, WebhookOptions Options, WebhookLags Lags, TimeProvider Time, ILogger Log);
