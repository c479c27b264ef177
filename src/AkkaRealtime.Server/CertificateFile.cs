using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaRealtime.Server;

/// <summary>
/// A certificate in a file, as it stands there now: looked at again when a client connects, at most every five seconds, so that a renewed one is used without a restart and without
/// closing a connection. One that can't be read is passed over, with a line in the log, and the one before stays.
/// </summary>
internal sealed partial class CertificateFile(string path, string? keyPath, string? password, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private SslStreamCertificateContext? _current;
    private (DateTime, DateTime) _seen;
    private long _lookedAt;

    /// <summary>The certificate for the next client, with those between it and its authority that stand in the file.</summary>
    /// <exception cref="CryptographicException">There never was one that could be read.</exception>
    public SslStreamCertificateContext Current()
    {
        lock (_lock)
        {
            if (_current is not null && time.GetElapsedTime(_lookedAt) < Every)
                return _current;
            _lookedAt = time.GetTimestamp();
            var written = (Written(path), keyPath is null ? default : Written(keyPath));
            if (_current is not null && written == _seen)
                return _current;
            try
            {
                var read = Read();
                if (_current is not null && read.TargetCertificate.Thumbprint != _current.TargetCertificate.Thumbprint)
                    LogRenewed(log, path, read.TargetCertificate.NotAfter);

                // The one before may be in use by a handshake: it is left to the collector.
                _current = read;
                _seen = written;
            }
            catch (Exception e) when (_current is not null && e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
            {
                // Half written, mostly, or a certificate whose key is still on its way: the next look finds the rest.
                LogUnreadable(log, path, e);
            }

            return _current!;
        }
    }

    private static DateTime Written(string file) => File.GetLastWriteTimeUtc(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);

    private SslStreamCertificateContext Read()
    {
        X509Certificate2Collection all = [];
        X509Certificate2 own;
        if (X509Certificate2.GetCertContentType(path) == X509ContentType.Cert)
        {
            using var pem = password is null ? X509Certificate2.CreateFromPemFile(path, keyPath) : X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath);

            // Windows can't use a key that was only ever in memory.
            own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            all.ImportFromPemFile(path);
        }
        else
        {
            all = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
            own = all.First(c => c.HasPrivateKey);
        }

        return SslStreamCertificateContext.Create(own, [.. all.Where(c => c.Thumbprint != own.Thumbprint)], offline: true);
    }

    [LoggerMessage(EventId = 10_010, Level = LogLevel.Information, Message = "The certificate in {Path} has changed; the new one is good until {NotAfter:u}")]
    private static partial void LogRenewed(ILogger log, string path, DateTime notAfter);

    [LoggerMessage(EventId = 10_011, Level = LogLevel.Warning, Message = "The certificate in {Path} has changed and can't be read; the one before stays in use")]
    private static partial void LogUnreadable(ILogger log, string path, Exception e);
}
