using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Files;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace AkkaRealtime.Files;

/// <summary>Pictures of people over HTTP (protocol §6): one's own is set and removed, others' are read by who may see them. The token stands in the <c>Authorization</c> header, as for files.</summary>
internal static class PictureEndpoints
{
    /// <summary>Maps them. From now on <c>session.ready</c> says how large a picture may be, where they are taken.</summary>
    public static void MapPictures(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        if (services.GetRequiredService<PictureOptions>().MaxBytes is > 0 and var most)
            services.GetRequiredService<MappedEndpoints>().MaxPictureBytes = most;
        Describe(endpoints.MapPut("/api/v1/people/me/picture", PutAsync), "putPicture", "The user's own picture: a JPEG, PNG or WebP as the body. Whoever may see it is told.")
            .Produces<OwnPicture>()
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        Describe(endpoints.MapDelete("/api/v1/people/me/picture", RemoveAsync), "removePicture", "Removes it; what the user's token names is shown again, where that is allowed.").Produces<OwnPicture>();
        Describe(endpoints.MapGet("/api/v1/people/{user}/pictures/{hash}", GetAsync), "getPicture", "A picture of somebody; an address never has another one.")
            .Produces(StatusCodes.Status200OK, contentType: "image/webp", additionalContentTypes: ["image/jpeg", "image/png"])
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint, string name, string summary) => endpoint
        .WithTags("People")
        .WithName(name)
        .WithSummary(summary)
        .ProducesProblem(StatusCodes.Status401Unauthorized)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static Task<IResult> PutAsync(HttpContext context, TokenGate tokens, PictureService pictures, PictureOptions options, UploadLimits limits, TimeProvider time) =>
        AnswerAsync(context, tokens, async identity =>
        {
            using var lease = limits.Begin(identity.User);
            if (!lease.IsAcquired)
                return FileProblems.TooMany(context.Response, lease);
            if (await PictureBody.ReadAsync(context.Request, options.MaxBytes, context.RequestAborted) is not { } bytes)
            {
                // What is still on its way is not worth waiting for.
                context.Response.Headers.Connection = "close";
                return PictureProblems.Of(options.MaxBytes == 0 ? PictureRefusal.NotTaken : PictureRefusal.TooLarge, options);
            }

            var (picture, refusal) = PictureRules.Check(bytes, time.GetUtcNow(), options);
            return refusal is { } reason
                ? PictureProblems.Of(reason, options)
                : TypedResults.Ok(new OwnPicture(await pictures.SetAsync(identity.User, picture, context.RequestAborted)));
        });

    private static Task<IResult> RemoveAsync(HttpContext context, TokenGate tokens, PictureService pictures, UploadLimits limits) =>
        AnswerAsync(context, tokens, async identity =>
        {
            using var lease = limits.Begin(identity.User);
            return lease.IsAcquired
                ? TypedResults.Ok(new OwnPicture(await pictures.SetAsync(identity.User, null, context.RequestAborted)))
                : FileProblems.TooMany(context.Response, lease);
        });

    private static Task<IResult> GetAsync(HttpContext context, string user, string hash, TokenGate tokens, IPictureStore pictures, PictureSight sight, FilesOptions files) =>
        AnswerAsync(context, tokens, async identity =>
        {
            // Who may see it is asked also where there is none: how long the answer takes tells a stranger nothing.
            var whose = new UserId(user);
            var seen = IdRules.IsUser(user) && (await sight.SeenAsync(identity.User, [whose], context.RequestAborted)).Count > 0;
            return seen && await pictures.LoadAsync(whose, context.RequestAborted) is { } picture && picture.Hash == hash
                ? Show(context.Response, picture)
                : FileProblems.Of(FileRefusal.NoSuchFile, files);
        });

    private static FileContentHttpResult Show(HttpResponse response, Picture picture)
    {
        response.Headers.CacheControl = "private, max-age=31536000, immutable";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.ContentSecurityPolicy = FileDownload.Sandbox;

        // What one user may see, another one of the same browser may not.
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Authorization);
        return TypedResults.Bytes(picture.Bytes, picture.Type, lastModified: picture.At, entityTag: new EntityTagHeaderValue($"\"{picture.Hash}\""));
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, TokenGate tokens, Func<Identity, Task<IResult>> answer)
    {
        try
        {
            return await FileEndpoints.IdentityAsync(context, tokens) is { } identity ? await answer(identity) : FileProblems.Unauthorized(context.Response);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return PictureProblems.Of(PictureRefusal.TooLarge, context.RequestServices.GetRequiredService<PictureOptions>());
        }
        catch (StoreUnavailableException)
        {
            return FileProblems.Unavailable(context.Response);
        }
        catch (Exception e) when (e is BadHttpRequestException || (e is IOException or OperationCanceledException && context.RequestAborted.IsCancellationRequested))
        {
            return FileProblems.BrokenOff();
        }
    }
}
