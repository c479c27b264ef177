using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AkkaRealtime.Admin.Api;
using AkkaRealtime.Admin.Keys;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace AkkaRealtime.Admin.Incoming;

/// <summary>Where other programs say something, in Slack's simplest format: <c>{"text": "…"}</c>, or a form with that as its <c>payload</c>.</summary>
internal static class IncomingWebhookEndpoints
{
    private const int MaxBody = 64 * 1_024;

    /// <summary>What comes before the key.</summary>
    public const string Path = "/api/v1/hooks";

    /// <summary>Maps it.</summary>
    public static IEndpointConventionBuilder MapIncomingWebhooks(this IEndpointRouteBuilder endpoints) => endpoints.MapPost($"{Path}/{{key}}", PostAsync)
        .AllowAnonymous()
        .DisableAntiforgery()
        .WithMetadata(new RequestSizeLimitAttribute(MaxBody))
        .WithTags("Incoming webhooks").WithName("postToWebhook")
        .WithSummary("Says something in the room of an incoming webhook. The same Idempotency-Key again says nothing new.")
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .ProducesProblem(StatusCodes.Status400BadRequest)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status429TooManyRequests)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> PostAsync(
        HttpContext http, string key, ApiKeys keys, IncomingLimits limits, AdminService admin, [FromHeader(Name = AdminKeys.Header)] string? idempotencyKey, CancellationToken cancel)
    {
        try
        {
            return await SayAsync(http, key, keys, limits, admin, idempotencyKey, cancel).ConfigureAwait(false);
        }
        catch (StoreUnavailableException e)
        {
            return AdminProblems.Of(http, e);
        }
        catch (BadHttpRequestException e)
        {
            return TypedResults.Problem(e.Message, statusCode: e.StatusCode);
        }
    }

    private static async Task<IResult> SayAsync(HttpContext http, string key, ApiKeys keys, IncomingLimits limits, AdminService admin, string? idempotencyKey, CancellationToken cancel)
    {
        if (await FindAsync(key, keys, cancel).ConfigureAwait(false) is not { } hook)
            return AdminProblems.NotFound("webhook");
        if (limits.Spend(hook) is > 0 and var waitMs)
            return AdminProblems.Of(http, new RequestError(ErrorCode.RateLimited, "This webhook says too much at once: wait a little.") { RetryAfterMs = waitMs });
        if (AdminKeys.Fault(null, idempotencyKey, isNeeded: false) is { } fault)
            return fault;
        if (await TextOfAsync(http.Request, cancel).ConfigureAwait(false) is not { } text)
            return AdminProblems.Bad("The body is {\"text\": \"…\"}, or a form with that as its \"payload\".", "text");
        var said = SlackText.Read(text);
        var answer = await admin.PostAsync(
            hook.Room, hook.User, idempotencyKey ?? Guid.NewGuid().ToString("n"), said.Text, null, null, said.Mentions.Count > 0 ? said.Mentions : null, said.Audience, cancel).ConfigureAwait(false);
        return answer.Error is { } error ? AdminProblems.Of(http, error) : TypedResults.Text("ok");
    }

    private static async Task<IncomingWebhook?> FindAsync(string key, ApiKeys keys, CancellationToken cancel)
    {
        if (!key.StartsWith(ApiKeys.Prefix, StringComparison.Ordinal))
            return null;
        var found = await keys.FindAsync(SHA256.HashData(Encoding.UTF8.GetBytes(key)), cancel).ConfigureAwait(false);
        return found is null ? null : IncomingWebhook.Of(found);
    }

    // What else senders put in (blocks, attachments, names, pictures) says the same in other ways, and is passed over.
    private static async Task<string?> TextOfAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var message = request.HasFormContentType
                ? JsonSerializer.Deserialize((await request.ReadFormAsync(cancel).ConfigureAwait(false))["payload"].ToString(), IncomingJson.Default.IncomingMessage)
                : await JsonSerializer.DeserializeAsync(request.Body, IncomingJson.Default.IncomingMessage, cancel).ConfigureAwait(false);
            return string.IsNullOrWhiteSpace(message?.Text) ? null : message.Text;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return null;
        }
    }
}
