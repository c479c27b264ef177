using Minio;
using Minio.DataModel.Args;
using Minio.Exceptions;

namespace AkkaRealtime.Storage.Files;

/// <summary>
/// Keeps bytes in a bucket of an S3-compatible store. Large files go there in parts, read from the file that the upload was written to. What is read
/// is fetched by a signed address, so that a download is passed on as it comes, from where its range begins.
/// </summary>
internal sealed class S3FileStore : IFileStore, IDisposable
{
    private const int LinkSeconds = 3_600;
    private readonly S3Options _options;
    private readonly IMinioClient _client;
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    public S3FileStore(S3Options options)
    {
        _options = options;
        var endpoint = new Uri(options.Endpoint);
        _client = new MinioClient()
            .WithEndpoint(endpoint.Authority)
            .WithSSL(endpoint.Scheme == Uri.UriSchemeHttps)
            .WithRegion(options.Region)
            .WithCredentials(options.AccessKey, options.SecretKey)
            .Build();
    }

    /// <inheritdoc/>
    public Task KeepAsync(string hash, string path, CancellationToken cancel) => CallAsync(async () =>
    {
        if (await SizeAsync(hash, cancel).ConfigureAwait(false) is not null)
            return true;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            await _client.PutObjectAsync(
                new PutObjectArgs().WithBucket(_options.Bucket).WithObject(NameOf(hash)).WithStreamData(file).WithObjectSize(file.Length)
                    .WithContentType(FileTypes.Unknown),
                cancel).ConfigureAwait(false);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel) => CallAsync<Stream?>(async () =>
    {
        if (await SizeAsync(hash, cancel).ConfigureAwait(false) is not { } size)
            return null;
        var link = await _client.PresignedGetObjectAsync(
            new PresignedGetObjectArgs().WithBucket(_options.Bucket).WithObject(NameOf(hash)).WithExpiry(LinkSeconds)).ConfigureAwait(false);
        return new RangeStream(_http, new Uri(link), size);
    });

    /// <inheritdoc/>
    public Task DeleteAsync(string hash, CancellationToken cancel) => CallAsync(async () =>
    {
        await _client.RemoveObjectAsync(new RemoveObjectArgs().WithBucket(_options.Bucket).WithObject(NameOf(hash)), cancel).ConfigureAwait(false);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        _http.Dispose();
    }

    private string NameOf(string hash) => $"{_options.Prefix}{hash[..2]}/{hash}";

    private async Task<long?> SizeAsync(string hash, CancellationToken cancel)
    {
        try
        {
            var found = await _client.StatObjectAsync(
                new StatObjectArgs().WithBucket(_options.Bucket).WithObject(NameOf(hash)), cancel).ConfigureAwait(false);
            return found.Size;
        }
        catch (ObjectNotFoundException)
        {
            return null;
        }
    }

    private static async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is MinioException or HttpRequestException or IOException or InvalidOperationException)
        {
            throw new StoreUnavailableException($"S3: {e.Message}", e);
        }
    }
}
