using AkkaRealtime.Connections;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Files;

/// <summary>
/// Files over HTTP (protocol §6). The token stands in the <c>Authorization</c> header and nowhere else: an address with a token in it would end up
/// in histories, logs and links that people send each other.
/// </summary>
internal static partial class FileEndpoints
{
    /// <summary>What the endpoints need besides <see cref="FileService"/>.</summary>
    public static IServiceCollection AddFileEndpoints(this IServiceCollection services) => services.AddSingleton<UploadLimits>().AddSingleton<UploadPace>().AddSingleton<PictureSight>();

    /// <summary>Maps upload and download. From now on <c>session.ready</c> says how large a file may be.</summary>
    public static IEndpointConventionBuilder MapFiles(this IEndpointRouteBuilder endpoints)
    {
        endpoints.ServiceProvider.GetRequiredService<MappedEndpoints>().TakesFiles = true;
        var files = endpoints.MapGroup("").AllowAnonymous();
        Describe(files.MapPost("/api/v1/rooms/{room}/files", UploadAsync), "uploadFile", "Uploads a file to a room of the user's: the body, or the first file of a form. What comes back goes into a message.")
            .Produces<Attachment>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        Describe(files.MapGet("/api/v1/files/{id}", DownloadAsync), "downloadFile", "The bytes of a file; ranges work.")
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream");
        files.MapMethods("/api/v1/files/{id}", [HttpMethods.Head], DownloadAsync).ExcludeFromDescription();
        files.MapPictures();
        return files;
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .WithTags("Files")
        .WithName(name)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status403Forbidden)
        .ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> UploadAsync(
        HttpContext context,
        string room,
        TokenGate tokens,
        FileService files,
        UploadLimits limits,
        UploadPace pace,
        FilesOptions options,
        RealtimeMetrics metrics,
        ILogger<FileService> log) => UploadRequest.AnswerAsync(context, options, metrics, log, async () =>
        {
            if (await IdentityAsync(context, tokens) is not { } identity)
                return FileProblems.Unauthorized(context.Response);
            var roomId = new RoomId(room);
            if (!IdRules.IsServerMade(room))
                return FileProblems.Of(FileRefusal.NoSuchRoom, options);
            if (await files.MayUploadAsync(identity.User, roomId, context.RequestAborted) is { } refusal)
                return FileProblems.Of(refusal, options);
            using var lease = limits.Begin(identity.User);
            if (!lease.IsAcquired)
                return FileProblems.TooMany(context.Response, lease);
            return await UploadRequest.ReceiveAsync(context, options, "/api/v1/files/", body => files.UploadAsync(
                identity.User, roomId, body.Name, body.Type, pace.Of(body.Bytes, identity.User, context.Connection.RemoteIpAddress), context.RequestAborted));
        });

    private static async Task<IResult> DownloadAsync(
        HttpContext context, string id, TokenGate tokens, FileService files, FilesOptions options, ILogger<FileService> log)
    {
        try
        {
            if (await IdentityAsync(context, tokens) is not { } identity)
                return FileProblems.Unauthorized(context.Response);
            if (!IdRules.IsServerMade(id))
                return FileProblems.Of(FileRefusal.NoSuchFile, options);
            var found = await files.FindAsync(identity.User, id, context.RequestAborted);
            if (found.Row is not { } row)
                return FileProblems.Of(found.Refusal!.Value, options);
            return await files.OpenAsync(row, context.RequestAborted) is { } bytes
                ? new FileDownload(row, bytes)
                : FileProblems.Of(FileRefusal.Gone, options);
        }
        catch (StoreUnavailableException e)
        {
            LogUnavailable(log, e);
            return FileProblems.Unavailable(context.Response);
        }
    }

    /// <summary>Whom the token in the header speaks for; null: it is missing, or no good.</summary>
    /// <exception cref="StoreUnavailableException">Tokens can't be checked.</exception>
    internal static async ValueTask<Identity?> IdentityAsync(HttpContext context, TokenGate tokens)
    {
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            var verdict = await tokens.CheckAsync(header[scheme.Length..].Trim(), device: null, context.RequestAborted);
            return verdict.IsRevoked ? null : verdict.Identity;
        }
#pragma warning disable CA1031 // The validator is the host's: whatever it throws, the client is told to come again.
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw new StoreUnavailableException("Tokens can't be checked right now.", e);
        }
    }

    [LoggerMessage(EventId = 12_001, Level = LogLevel.Error, Message = "Files can't be kept or read now; the client is told to try again.")]
    internal static partial void LogUnavailable(ILogger log, Exception e);
}
