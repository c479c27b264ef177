using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>A certificate that is renewed while the server runs.</summary>
public sealed class CertificateFileTests : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly DateTimeOffset To = DateTimeOffset.UnixEpoch.AddYears(150);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akkarealtime-tls-");
    private readonly FakeTimeProvider _time = new();
    private int _written;

    private string Pem => Path.Combine(_folder.FullName, "tls.pem");

    [Fact]
    public void Current_FollowsTheFile_AndKeepsWhatWasGoodWhileItIsNot()
    {
        Write("CN=first");
        var file = new CertificateFile(Pem, null, null, _time, NullLogger.Instance);
        Assert.Equal("CN=first", file.Current().TargetCertificate.Subject);

        Write("CN=second");
        Assert.Equal("CN=first", file.Current().TargetCertificate.Subject);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=second", file.Current().TargetCertificate.Subject);

        Write(null);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=second", file.Current().TargetCertificate.Subject);
        Write("CN=third");
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=third", file.Current().TargetCertificate.Subject);
    }

    [Fact]
    public void Current_FollowsAKeyInAFileOfItsOwn_OnceBothFilesFit()
    {
        var keyPath = Path.Combine(_folder.FullName, "tls.key");
        var (first, second) = (Pair("CN=first"), Pair("CN=second"));
        WriteTo(Pem, first.Certificate);
        WriteTo(keyPath, first.Key);
        var file = new CertificateFile(Pem, keyPath, null, _time, NullLogger.Instance);
        Assert.Equal("CN=first", file.Current().TargetCertificate.Subject);

        WriteTo(Pem, second.Certificate);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=first", file.Current().TargetCertificate.Subject);
        WriteTo(keyPath, second.Key);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("CN=second", file.Current().TargetCertificate.Subject);
        Assert.True(file.Current().TargetCertificate.HasPrivateKey);
    }

    [Fact]
    public void Current_HasTheCertificatesInBetween()
    {
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var betweenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var root = Authority("CN=root", rootKey).CreateSelfSigned(From, To);
        using var unsigned = Authority("CN=between", betweenKey).Create(root, From, To, [1]);
        using var between = unsigned.CopyWithPrivateKey(betweenKey);
        using var leaf = new CertificateRequest("CN=leaf", key, HashAlgorithmName.SHA256).Create(between, From, To, [2]);
        File.WriteAllText(Pem, $"{leaf.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n{between.ExportCertificatePem()}\n");

        var current = new CertificateFile(Pem, null, null, _time, NullLogger.Instance).Current();
        Assert.Equal("CN=leaf", current.TargetCertificate.Subject);
        Assert.Equal("CN=between", Assert.Single(current.IntermediateCertificates).Subject);

        static CertificateRequest Authority(string subject, ECDsa key)
        {
            var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
            return request;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string? subject) => WriteTo(Pem, subject is null ? "-----BEGIN CERTIFICATE-----\nhalf" : Together(Pair(subject)));

    private static string Together((string Certificate, string Key) pair) => $"{pair.Certificate}\n{pair.Key}\n";

    private void WriteTo(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, From.UtcDateTime.AddSeconds(++_written));
    }

    private static (string Certificate, string Key) Pair(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var made = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSelfSigned(From, To);
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
