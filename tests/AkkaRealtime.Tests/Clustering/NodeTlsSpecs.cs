using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using AkkaRealtime.Clustering;

namespace AkkaRealtime.Tests.Clustering;

/// <summary>Nodes with TLS: whoever the cluster's authority has signed is let in, and nobody else.</summary>
public sealed class NodeTlsSpecs : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkarealtime-tls-").FullName;
    private readonly List<ActorSystem> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.Terminate();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Should_let_in_who_was_signed_by_the_same_authority_and_nobody_else()
    {
        var (ours, theirs) = (Authority("ours"), Authority("theirs"));
        var first = Start(Signed(ours, "first"));
        await UpAsync(first, first);
        await UpAsync(Start(Signed(ours, "second")), first);

        // Whoever is refused hears nothing: that it can't is seen by others who come after it and can.
        var (stranger, plain) = (Start(Signed(theirs, "stranger")), Start(new ClusterTlsOptions()));
        foreach (var refused in (Cluster[])[stranger, plain])
            refused.JoinSeedNodes([first.SelfAddress]);
        await UpAsync(Start(Signed(ours, "third")), first);
        Assert.Equal(3, first.State.Members.Count);
        Assert.Empty(stranger.State.Members);
        Assert.Empty(plain.State.Members);
    }

    [Fact]
    public void Should_say_which_file_is_missing()
    {
        Assert.Empty(new ClusterTlsOptions().Faults());
        var faults = new ClusterTlsOptions { CertificatePath = Path.Combine(_folder, "none.pem") }.Faults().ToList();
        Assert.Contains(faults, f => f.Contains("CertificatePath is", StringComparison.Ordinal) && f.Contains("not there", StringComparison.Ordinal));
        Assert.Contains(faults, f => f.Contains("KeyPath is not set. Set all three", StringComparison.Ordinal));
    }

    private static async Task UpAsync(Cluster node, Cluster by)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        node.RegisterOnMemberUp(() => up.TrySetResult());
        node.JoinSeedNodes([by.SelfAddress]);
        await up.Task.WaitAsync(Patient.Wait);
    }

    private Cluster Start(ClusterTlsOptions tls)
    {
        var options = new ClusterOptions { Tls = { CertificatePath = tls.CertificatePath, KeyPath = tls.KeyPath, AuthorityPath = tls.AuthorityPath } };
        var bootstrap = BootstrapSetup.Create().WithConfig(ClusterSetup.Config(options, 65_536));
        Setup[] setups = [bootstrap, ClusterSetup.Serializers(NodeManifests.All), .. NodeTls.Setup(tls) is { } own ? new[] { own } : []];
        var node = ActorSystem.Create(ClusterSetup.SystemName, ActorSystemSetup.Create(setups));
        _nodes.Add(node);
        return Cluster.Get(node);
    }

    private X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        var authority = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(Path.Combine(_folder, $"{name}.pem"), authority.ExportCertificatePem());
        return authority;
    }

    private ClusterTlsOptions Signed(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var signed = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var options = new ClusterTlsOptions
        {
            CertificatePath = Path.Combine(_folder, $"{name}.pem"),
            KeyPath = Path.Combine(_folder, $"{name}.key"),
            AuthorityPath = Path.Combine(_folder, $"{authority.GetNameInfo(X509NameType.SimpleName, false)}.pem"),
        };
        File.WriteAllText(options.CertificatePath, signed.ExportCertificatePem());
        File.WriteAllText(options.KeyPath, key.ExportPkcs8PrivateKeyPem());
        return options;
    }
}
