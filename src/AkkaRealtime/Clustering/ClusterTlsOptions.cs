namespace AkkaRealtime.Clustering;

/// <summary>
/// TLS between nodes, both ways: each shows a certificate, and takes only those that <see cref="AuthorityPath"/> has signed. Whoever has none can neither
/// listen nor join. PEM files, all three or none; the same on every node but for the certificate.
/// </summary>
public sealed class ClusterTlsOptions
{
    /// <summary>This node's certificate, and what lies between it and the authority.</summary>
    public string? CertificatePath { get; set; }

    /// <summary>Its key, without a password.</summary>
    public string? KeyPath { get; set; }

    /// <summary>The authority that signs nodes' certificates: one of the cluster's own, since whatever it has signed is let in.</summary>
    public string? AuthorityPath { get; set; }

    /// <summary>What is wrong, in sentences that say what to change.</summary>
    internal IEnumerable<string> Faults()
    {
        (string Name, string? Path)[] files = [(nameof(CertificatePath), CertificatePath), (nameof(KeyPath), KeyPath), (nameof(AuthorityPath), AuthorityPath)];
        if (files.All(f => string.IsNullOrEmpty(f.Path)))
            yield break;
        foreach (var (name, path) in files)
        {
            if (string.IsNullOrEmpty(path))
                yield return $"AkkaRealtime:Cluster:Tls:{name} is not set. Set all three of CertificatePath, KeyPath and AuthorityPath, or none.";
            else if (!File.Exists(path))
                yield return $"AkkaRealtime:Cluster:Tls:{name} is '{path}', which is not there. Set the path of a PEM file.";
        }
    }
}
