using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Remote.Transport.DotNetty;

namespace AkkaRealtime.Clustering;

/// <summary>Mutual TLS between nodes, by an authority of the cluster's own.</summary>
internal static class NodeTls
{
    /// <summary>Akka's part; null where there is no TLS.</summary>
    public static Setup? Setup(ClusterTlsOptions options)
    {
        if (options is not { CertificatePath: { Length: > 0 } certificate, KeyPath: { } key, AuthorityPath: { } path })
            return null;
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(path);
        return new DotNettySslSetup(
            X509Certificate2.CreateFromPemFile(certificate, key),
            suppressValidation: false,
            requireMutualAuthentication: true,
            customValidator: (shown, _, _, _, _) => shown is not null && IsSignedBy(authority, shown));
    }

    // Names don't matter, as addresses of nodes come and go: whoever has a certificate of this authority is a node.
    private static bool IsSignedBy(X509Certificate2Collection authority, X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }
}
