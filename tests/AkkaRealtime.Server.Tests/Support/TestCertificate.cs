using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A certificate for 127.0.0.1 that nobody trusts but who is told to.</summary>
internal static class TestCertificate
{
    /// <summary>Writes certificate and key as one file without a password, and returns its path.</summary>
    public static string Write(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(150));
        var path = Path.Combine(folder, "tls.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }
}
