using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace AkkaRealtime.Storage.Files;

/// <summary>The SDK's client, so that it speaks with stores of any maker.</summary>
internal sealed class S3Client(S3Options options) : AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), ConfigOf(options))
{
    // For a part of a file on its way, and for what is waited for until a download begins.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly bool _isEncrypted = new Uri(options.Endpoint).Scheme == Uri.UriSchemeHttps;

    /// <inheritdoc/>
    public override Task<PutObjectResponse> PutObjectAsync(PutObjectRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        (request.UseChunkEncoding, request.DisablePayloadSigning) = (false, _isEncrypted);
        return base.PutObjectAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<UploadPartResponse> UploadPartAsync(UploadPartRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        (request.UseChunkEncoding, request.DisablePayloadSigning) = (false, _isEncrypted);
        return base.UploadPartAsync(request, cancellationToken);
    }

    private static AmazonS3Config ConfigOf(S3Options options) => new()
    {
        ServiceURL = options.Endpoint,
        AuthenticationRegion = options.Region,
        // Every store knows a bucket by the path; by a host name of its own only those whose operator has made one.
        ForcePathStyle = true,
        // Stores of other makers refuse checksums that they don't know.
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        Timeout = Patience,
    };
}
