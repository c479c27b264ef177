using System.Diagnostics;
using System.Globalization;
using System.Net;
using AkkaRealtime.Server.Tests.Support;
using k8s.Models;

namespace AkkaRealtime.Server.Tests.Deployment;

/// <summary>The server itself starts with what the chart sets, and answers where Kubernetes asks. An option that there isn't stops it.</summary>
public sealed class HelmServerTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly DirectoryInfo _app = Directory.CreateTempSubdirectory("helm-");

    public void Dispose() => _app.Delete(recursive: true);

    [SkippableFact]
    public async Task OnSqlite_ItIsReadyWhereTheProbesAsk()
    {
        var rendered = await HelmChart.RenderAsync([.. HelmChart.Sqlite, "options.AllowedOrigins[0]=https://app.example.com"]);
        await using var server = await ServerProcess.StartAsync(Settings(rendered));
        await AssertProbesAsync(rendered, server);

        // Sign-in by name is on in production only if the file is read.
        await using var alice = await RawClient.SignInAsync(server, "Alice");

        // What pods are scaled by.
        var scaler = (await HelmChart.RenderAsync([.. HelmChart.Postgres, "autoscaling.enabled=true"])).One<V2HorizontalPodAutoscaler>();
        await server.UntilMetricAsync($"{scaler.Spec.Metrics[0].Pods.Metric.Name}{{", "} 1");
    }

    [SkippableFact]
    public async Task OnPostgres_ItIsReadyWhereTheProbesAsk()
    {
        var rendered = await HelmChart.RenderAsync([.. HelmChart.Postgres, "options.DevSignIn=true", "secretOptions.Auth:SigningKey.name=a", "secretOptions.Auth:SigningKey.key=b",
            "secretOptions.Files:S3:AccessKey.name=a", "secretOptions.Files:S3:AccessKey.key=b", "secretOptions.Files:S3:SecretKey.name=a", "secretOptions.Files:S3:SecretKey.key=b"]);
        var database = postgres.Postgres.NewDatabase();
        var key = new string('k', 32);
        await using var server = await ServerProcess.StartAsync(Settings(rendered,
            ("ConnectionStrings__Postgres", database), ("AkkaRealtime__Auth__SigningKey", key), ("AkkaRealtime__Files__S3__AccessKey", key), ("AkkaRealtime__Files__S3__SecretKey", key)));
        await AssertProbesAsync(rendered, server);
        Assert.Contains("akkarealtime_cluster_members", await Http.GetStringAsync(new Uri(server.ManagementUrl, "/metrics")), StringComparison.Ordinal);
    }

    /// <summary>The server's folder with the chart's file in it, and the environment of its pods; ports and data are the test's own.</summary>
    private ServerSettings Settings(Rendered rendered, params (string Name, string Value)[] secrets)
    {
        var built = Path.GetDirectoryName(Repository.ServerDll)!;
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_app.FullName, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var (name, text) = rendered.Settings;
        File.WriteAllText(Path.Combine(_app.FullName, name), text);
        var given = secrets.ToDictionary();
        string? hostname = null;
        var environment = rendered.Server.Env.ToDictionary(e => e.Name, e => e switch
        {
            { Value: { } value } => value,
            { ValueFrom.SecretKeyRef: not null } => given[e.Name],
            { ValueFrom.FieldRef.FieldPath: "status.podIP" } => hostname = "127.0.0.1",
            _ => throw new InvalidOperationException($"Where does {e.Name} come from?"),
        });
        if (hostname is not null)
            (environment["AkkaRealtime__Cluster__Port"], environment["AkkaRealtime__Cluster__BindHostname"]) = (Free(), "127.0.0.1");
        environment.Remove("ASPNETCORE_URLS");
        (environment["AkkaRealtime:Management:Port"], environment["AkkaRealtime:Management:Address"]) = (Free(), "127.0.0.1");
        return new ServerSettings { Environment = environment["ASPNETCORE_ENVIRONMENT"], Options = environment, ServerDll = Path.Combine(_app.FullName, Path.GetFileName(Repository.ServerDll)) };
    }

    private async Task AssertProbesAsync(Rendered rendered, ServerProcess server)
    {
        // At the port that the probes name, and nowhere else.
        Assert.Contains($"\"Port\": {rendered.Port("management")}", rendered.Settings.Text, StringComparison.Ordinal);
        foreach (var probe in (V1Probe[])[rendered.Server.StartupProbe, rendered.Server.LivenessProbe, rendered.Server.ReadinessProbe])
        {
            Assert.Equal("management", (string)probe.HttpGet.Port);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.ManagementUrl, probe.HttpGet.Path));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.Url, probe.HttpGet.Path));
        }

        // The pod of "helm test" asks the same by the name of a Service, for which localhost stands here.
        var test = Assert.Single(rendered.One<V1Pod>().Spec.Containers);
        Assert.Equal($"{rendered.Port("management")}", test.Env.Single(e => e.Name == "AkkaRealtime__Management__Port").Value);
        Assert.Contains(test.Env.Single(e => e.Name == "AkkaRealtime__Management__Address").Value, rendered.Objects.OfType<V1Service>().Select(s => s.Metadata.Name));
        using var asks = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(_app.FullName, Path.GetFileName(Repository.ServerDll)), .. test.Args])
        {
            Environment = { ["AkkaRealtime__Management__Port"] = server.ManagementUrl.Port.ToString(CultureInfo.InvariantCulture), ["AkkaRealtime__Management__Address"] = "localhost" },
        })!;
        await asks.WaitForExitAsync();
        Assert.Equal(0, asks.ExitCode);
    }

    private static string Free() => ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture);

    private static async Task<HttpStatusCode> StatusAsync(Uri server, string path)
    {
        using var response = await Http.GetAsync(new Uri(server, path));
        return response.StatusCode;
    }
}
