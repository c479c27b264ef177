using Microsoft.AspNetCore.StaticFiles;

namespace AkkaRealtime.Server.Web;

/// <summary>The web page, served from <c>wwwroot</c> beside the program.</summary>
internal static class WebPage
{
    private const string NoPage =
        "AkkaRealtime runs, but the web page was not built: install Node.js 20 or later and build the server again.\n"
        + "The WebSocket is at /ws/ws; docs/protocol.md says how to speak with it.\n";

    /// <summary>
    /// Files as they are; every other path that is no file's is the page's (it routes by itself); unknown paths of the API stay 404.
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
        app.UseCompressedFiles();
        app.UseStaticFiles(files);
        app.MapFallbackToFile("index.html", files);
    }

    // What the build names by its content never changes; the page that names them must be fresh.
    private static void Prepare(StaticFileResponseContext file)
    {
        file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        CompressedFiles.SetEncoding(file);
    }
}
