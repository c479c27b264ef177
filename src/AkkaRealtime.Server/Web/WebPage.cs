using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace AkkaRealtime.Server.Web;

/// <summary>The web page, served from <c>wwwroot</c> beside the program, and the operator's page below <c>/admin</c>.</summary>
internal static class WebPage
{
    private const string Admin = "/admin";

    private const string NoPage =
        "AkkaRealtime runs, but the web page was not built: install Node.js 20 or later and build the server again.\n"
        + "The WebSocket is at /ws/ws; docs/protocol.md says how to speak with it.\n";

    // A worker has a policy of its own. The one that blurs compiles WebAssembly, which the page may not; all that it needs lies beside it.
    private const string WorkerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

    /// <summary>
    /// Files as they are; every other path that is no file's leads to the page, which names its files by where it is itself; unknown paths of the API stay 404.
    /// Without the page, the root says what is missing.
    /// </summary>
    public static void MapWebPage(this WebApplication app)
    {
        app.Map("/api/{**rest}", () => TypedResults.Problem("There is no such endpoint.", statusCode: StatusCodes.Status404NotFound));
        if (!app.Environment.WebRootFileProvider.GetFileInfo("index.html").Exists)
        {
            app.MapGet("/", () => TypedResults.Text(NoPage));
            return;
        }

        var files = new StaticFileOptions { OnPrepareResponse = Prepare, ContentTypeProvider = new CompressedFiles.ContentTypes() };
        app.UseFolderNames();
        app.UseCompressedFiles();
        app.UseStaticFiles(files);
        app.MapFallbackToFile("/", "index.html", files);
        app.MapFallbackToFile(Admin, "admin/index.html", files).ForAkkaRealtimeManagement();
        app.MapMethods("/{*path:nonfile}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Results.Redirect(Up(context.Request, "")))
            .WithOrder(int.MaxValue).ExcludeFromDescription();
        app.MapMethods($"{Admin}/{{*path:nonfile}}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => Results.Redirect(Up(context.Request, "admin/")))
            .WithOrder(int.MaxValue).ExcludeFromDescription().ForAkkaRealtimeManagement();
    }

    // A folder is named by a slash: what a page names by "./" would be beside it.
    private static void UseFolderNames(this WebApplication app) => app.Use((context, next) =>
    {
        var request = context.Request;
        var isFolder = request.Path == Admin || (request.Path == PathString.Empty && request.PathBase.HasValue);
        if (!isFolder)
            return next(context);
        var whole = request.Path.HasValue ? request.Path.Value : request.PathBase.Value!;
        context.Response.Redirect($"{whole[(whole.LastIndexOf('/') + 1)..]}/{request.QueryString}");
        return Task.CompletedTask;
    });

    // By how many folders, since who is in front may have taken some of the path away.
    private static string Up(HttpRequest request, string to)
    {
        var folders = request.Path.Value!.Count(c => c == '/') - 1;
        return $"{(folders == 0 ? "./" : string.Concat(Enumerable.Repeat("../", folders)))}{to}{request.QueryString}";
    }

    // What the build names by its content never changes; the page that names them must be fresh.
    private static void Prepare(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        var path = file.Context.Request.Path;
        if (path.StartsWithSegments("/assets", StringComparison.Ordinal) || path.StartsWithSegments("/admin/assets", StringComparison.Ordinal))
        {
            headers.CacheControl = "public, max-age=31536000, immutable";

            // Nobody asks whether it has changed, or for a part.
            headers.Remove(HeaderNames.ETag);
            headers.Remove(HeaderNames.LastModified);
            headers.Remove(HeaderNames.AcceptRanges);

            // These speak of documents, and scripts and styles are none: browsers pass over them.
            headers.Remove(HeaderNames.ContentSecurityPolicy);
            headers.Remove("Permissions-Policy");
            if (file.File.Name.Contains("-worker.js", StringComparison.Ordinal))
                headers.ContentSecurityPolicy = WorkerPolicy;
        }
        else
        {
            headers.CacheControl = "no-cache";
        }

        CompressedFiles.SetEncoding(file);
    }
}
