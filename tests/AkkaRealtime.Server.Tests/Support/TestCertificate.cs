using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A certificate for 127.0.0.1 that nobody trusts but who is told to.</summary>
internal static class TestCertificate
{
    /// <summary>Writes certificate and key as one file without a password, and returns its path.</summary>
    public static string Write(string folder)
    {
        using var certificate = Create();
        var path = Path.Combine(folder, "tls.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }

    /// <summary>Writes them as PEM: the first file holds both, the second the key alone.</summary>
    public static (string Certificate, string Key) WritePem(string folder)
    {
        using var certificate = Create();
        using var key = certificate.GetECDsaPrivateKey()!;
        var paths = (Certificate: Path.Combine(folder, "tls.pem"), Key: Path.Combine(folder, "tls.key"));
        File.WriteAllText(paths.Certificate, $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        File.WriteAllText(paths.Key, $"{key.ExportPkcs8PrivateKeyPem()}\n");
        return paths;
    }

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
    }
}
