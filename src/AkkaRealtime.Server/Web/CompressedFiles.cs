using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace AkkaRealtime.Server.Web;

/// <summary>Sends what the build has compressed beside each file (<c>index.js.br</c>, <c>index.js.gz</c>): nothing is compressed while somebody waits.</summary>
internal static class CompressedFiles
{
    // The smaller one first.
    private static readonly (string Encoding, string Suffix)[] Kinds = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>Leads requests for a file to its compressed form, where there is one that the client takes.</summary>
    public static void UseCompressedFiles(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            var request = context.Request;
            var path = request.Path == "/" ? "/index.html" : request.Path.Value;
            var isFile = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && Path.HasExtension(path);
            if (isFile && request.GetTypedHeaders().AcceptEncoding is { Count: > 0 } accepted)
            {
                var kind = Kinds.FirstOrDefault(k => accepted.Any(a => Takes(a, k.Encoding)) && files.GetFileInfo(path + k.Suffix).Exists);
                if (kind.Suffix is not null)
                {
                    request.Path = new PathString(path + kind.Suffix);

                    // "/" has been routed to the page as it is.
                    context.SetEndpoint(null);
                }
            }

            return next(context);
        });
    }

    /// <summary>Says how a file is encoded; caches keep one for each encoding.</summary>
    public static void SetEncoding(StaticFileResponseContext file)
    {
        var headers = file.Context.Response.Headers;
        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (EncodingOf(file.File.Name) is { } encoding)
            headers.ContentEncoding = encoding;
    }

    private static bool Takes(StringWithQualityHeaderValue accepted, string encoding) =>
        accepted.Quality is not 0 && accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase);

    private static string? EncodingOf(string name) => Kinds.FirstOrDefault(k => name.EndsWith(k.Suffix, StringComparison.Ordinal)).Encoding;

    /// <summary>The type of what is compressed.</summary>
    public sealed class ContentTypes : IContentTypeProvider
    {
        // The model by which the page finds who is in a picture: files without a type are not sent.
        private readonly FileExtensionContentTypeProvider _types = new() { Mappings = { [".tflite"] = "application/octet-stream" } };

        /// <inheritdoc/>
        public bool TryGetContentType(string subpath, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string contentType) =>
            _types.TryGetContentType(EncodingOf(subpath) is null ? subpath : Path.ChangeExtension(subpath, null), out contentType);
    }
}
