namespace AkkaRealtime.Storage.Files;

/// <summary>Uploaded files, section <c>AkkaRealtime:Files</c>.</summary>
public sealed class FilesOptions
{
    /// <summary>The slowest that uploads may be told to be, bytes a second: what is read at once.</summary>
    internal const int LeastBytesPerSecond = Incoming.BufferBytes;

    /// <summary>The largest file, bytes. Default 26,214,400 (25 MiB).</summary>
    public long MaxBytes { get; set; } = 26_214_400;

    /// <summary>Media types that may be uploaded: <c>application/pdf</c>, <c>image/*</c>. Default none: all.</summary>
    public IList<string> AllowedTypes { get; } = [];

    /// <summary>Bytes that one user may have stored; 0: no limit. Default 1,073,741,824 (1 GiB).</summary>
    public long MaxBytesPerUser { get; set; } = 1_073_741_824;

    /// <summary>Uploads that one user may begin in a minute, on one node. Default 60; lifted with <c>Limits:RateLimiting</c>.</summary>
    public int UploadsPerMinute { get; set; } = 60;

    /// <summary>Uploads of one user at the same time, on one node. Default 6.</summary>
    public int MaxConcurrentUploads { get; set; } = 6;

    /// <summary>
    /// What one user uploads to one node a second, in bytes, with all uploads together: beyond it, what comes in is read as slowly as that, and nothing is refused. Default 10,485,760 (10 MiB);
    /// 0: no limit. Lifted with <c>Limits:RateLimiting</c>.
    /// </summary>
    public int UploadBytesPerSecondPerUser { get; set; } = 10_485_760;

    /// <summary>The same for one address, or the 2^64 of one IPv6 network; private ones are limited with <c>Limits:LimitPrivateAddresses</c>. Default 20,971,520 (20 MiB); 0: no limit.</summary>
    public int UploadBytesPerSecondPerAddress { get; set; } = 20_971_520;

    /// <summary>Between two looks for what is not needed any more, seconds. Default 60.</summary>
    public int SweepSeconds { get; set; } = 60;

    /// <summary>An S3-compatible store for the bytes; without an endpoint they are kept in <c>files</c> of the data directory.</summary>
    public S3Options S3 { get; } = new();

    /// <summary>What is wrong, as sentences that say what to change.</summary>
    internal IEnumerable<string> Faults()
    {
        if (MaxBytes < 1)
            yield return $"AkkaRealtime:Files:MaxBytes is {MaxBytes}. Set the largest file in bytes, such as 26214400.";
        if (MaxBytesPerUser < 0)
            yield return $"AkkaRealtime:Files:MaxBytesPerUser is {MaxBytesPerUser}. Set 0 for no limit, or bytes.";
        if (UploadsPerMinute < 1)
            yield return $"AkkaRealtime:Files:UploadsPerMinute is {UploadsPerMinute}. Set 1 or more.";
        if (MaxConcurrentUploads < 1)
            yield return $"AkkaRealtime:Files:MaxConcurrentUploads is {MaxConcurrentUploads}. Set 1 or more.";
        foreach (var (name, rate) in ((string, int)[])[(nameof(UploadBytesPerSecondPerUser), UploadBytesPerSecondPerUser), (nameof(UploadBytesPerSecondPerAddress), UploadBytesPerSecondPerAddress)])
        {
            if (rate is not 0 and < LeastBytesPerSecond)
                yield return $"AkkaRealtime:Files:{name} is {rate}. Set 0 for no limit, or {LeastBytesPerSecond} and more.";
        }

        if (SweepSeconds < 1)
            yield return $"AkkaRealtime:Files:SweepSeconds is {SweepSeconds}. Set 1 or more.";
        foreach (var type in AllowedTypes)
        {
            if (type != "*" && type.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
                yield return $"AkkaRealtime:Files:AllowedTypes holds '{type}'. Write a media type such as application/pdf or image/*.";
        }

        foreach (var fault in S3.Faults())
            yield return fault;
    }
}

/// <summary>An S3-compatible store, section <c>AkkaRealtime:Files:S3</c>.</summary>
public sealed class S3Options
{
    /// <summary>Where it is: <c>https://s3.example.com</c>. Default empty: none.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>The bucket; it has to be there.</summary>
    public string Bucket { get; set; } = "";

    /// <summary>The access key.</summary>
    public string AccessKey { get; set; } = "";

    /// <summary>The secret key.</summary>
    public string SecretKey { get; set; } = "";

    /// <summary>The region that requests are signed for. Default <c>us-east-1</c>.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Put before every object's name, such as <c>chat/</c>. Default empty.</summary>
    public string Prefix { get; set; } = "";

    /// <summary>Whether files go there.</summary>
    internal bool IsSet => !string.IsNullOrWhiteSpace(Endpoint);

    internal IEnumerable<string> Faults()
    {
        if (!IsSet)
            yield break;
        if (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
            yield return $"AkkaRealtime:Files:S3:Endpoint is '{Endpoint}'. Write scheme, host and port only, such as https://s3.example.com.";
        if (string.IsNullOrWhiteSpace(Bucket))
            yield return "AkkaRealtime:Files:S3:Bucket is empty. Set the name of a bucket that is there.";
        if (string.IsNullOrWhiteSpace(AccessKey) || string.IsNullOrWhiteSpace(SecretKey))
            yield return "AkkaRealtime:Files:S3:AccessKey or SecretKey is empty. Set the keys of an account that may read, write and delete in the bucket.";
        if (string.IsNullOrWhiteSpace(Region))
            yield return "AkkaRealtime:Files:S3:Region is empty. Set the region of the bucket, such as us-east-1.";
    }
}
