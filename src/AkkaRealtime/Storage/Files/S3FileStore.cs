using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;

namespace AkkaRealtime.Storage.Files;

/// <summary>
/// Keeps bytes in a bucket of an S3-compatible store. Large files go there in parts, read from the file that the upload was written to. A download is
/// passed on as it comes, from where its range begins.
/// </summary>
internal sealed class S3FileStore : IFileStore, IDisposable
{
    private const int PartBytes = 8 * 1024 * 1024;
    private readonly S3Options _options;
    private readonly S3Client _client;
    private readonly TransferUtility _uploads;

    public S3FileStore(S3Options options)
    {
        _options = options;
        _client = new S3Client(options);
        _uploads = new TransferUtility(_client, new TransferUtilityConfig { MinSizeBeforePartUpload = PartBytes });
    }

    /// <inheritdoc/>
    public Task KeepAsync(string hash, string path, CancellationToken cancel) => CallAsync(async () =>
    {
        if (await SizeAsync(hash, cancel).ConfigureAwait(false) is not null)
            return true;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            await _uploads.UploadAsync(
                new TransferUtilityUploadRequest
                {
                    BucketName = _options.Bucket,
                    Key = NameOf(hash),
                    InputStream = file,
                    AutoCloseStream = false,
                    PartSize = PartBytes,
                    ContentType = FileTypes.Unknown,
                },
                cancel).ConfigureAwait(false);
        }

        return true;
    });

    /// <inheritdoc/>
    public Task<Stream?> OpenAsync(string hash, CancellationToken cancel) => CallAsync<Stream?>(async () =>
    {
        if (await SizeAsync(hash, cancel).ConfigureAwait(false) is { } size)
            return new RangeStream((from, ct) => ReadAsync(hash, from, ct), size);
        // A file that isn't there is told by the same status as a bucket that isn't.
        await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = NameOf(hash), MaxKeys = 1 }, cancel).ConfigureAwait(false);
        return null;
    });

    /// <inheritdoc/>
    public Task DeleteAsync(string hash, CancellationToken cancel) => CallAsync(() => _client.DeleteObjectAsync(_options.Bucket, NameOf(hash), cancel));

    /// <inheritdoc/>
    public void Dispose()
    {
        _uploads.Dispose();
        _client.Dispose();
    }

    private string NameOf(string hash) => $"{_options.Prefix}{hash[..2]}/{hash}";

    private Task<Stream> ReadAsync(string hash, long from, CancellationToken cancel) => CallAsync(async () =>
    {
        var request = new GetObjectRequest { BucketName = _options.Bucket, Key = NameOf(hash) };
        if (from > 0)
            request.ByteRange = new ByteRange($"bytes={from}-");
        var response = await _client.GetObjectAsync(request, cancel).ConfigureAwait(false);
        return response.ResponseStream;
    });

    private async Task<long?> SizeAsync(string hash, CancellationToken cancel)
    {
        try
        {
            var found = await _client.GetObjectMetadataAsync(_options.Bucket, NameOf(hash), cancel).ConfigureAwait(false);
            return found.ContentLength;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == System.Net.HttpStatusCode.NotFound)
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
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or InvalidOperationException)
        {
            throw new StoreUnavailableException($"S3: {e.Message}", e);
        }
    }
}
