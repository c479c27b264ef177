using System.Text.Json;
using System.Text.RegularExpressions;
using AkkaRealtime.Server.Tests.Support;
using k8s.Models;

namespace AkkaRealtime.Server.Tests.Deployment;

/// <summary>What the chart makes of its values.</summary>
public sealed partial class HelmChartTests
{
    /// <summary>Everything that can be turned on.</summary>
    private static readonly string[] Full =
    [
        .. HelmChart.Postgres, "cluster.tls.secret=nodes", "autoscaling.enabled=true", "podMonitor.enabled=true", "podMonitor.labels.release=prometheus", "files.existingClaim=uploads",
        "ingress.enabled=true", "ingress.className=nginx", "ingress.host=chat.example.com", "ingress.tlsSecret=chat-tls", "ingress.annotations.a=b",
        "httpRoute.enabled=true", "httpRoute.parentRefs[0].name=gateway", "httpRoute.hostnames[0]=talk.example.com",
        "secretOptions.Calls:TurnSecret.name=turn", "secretOptions.Calls:TurnSecret.key=secret", "secretOptions.Admin:ApiKeys:0.name=admin", "secretOptions.Admin:ApiKeys:0.key=key",
        "networkPolicy.publicFrom[0].ipBlock.cidr=10.0.0.0/8", "networkPolicy.managementFrom[0].namespaceSelector.matchLabels.name=monitoring",
        "imagePullSecrets[0].name=registry", "podAnnotations.a=b", "podLabels.c=d", "priorityClassName=high", "nodeSelector.disk=ssd", "tolerations[0].key=chat", "tolerations[0].operator=Exists",
        "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].key=a",
        "affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator=Exists",
        "extraEnv[0].name=TZ", "extraEnv[0].value=UTC", "service.annotations.a=b", "serviceAccount.annotations.a=b", "settings.AllowedHosts=chat.example.com",
    ];

    public static TheoryData<string, string[]> Cases => new() { { "postgres", HelmChart.Postgres }, { "sqlite", HelmChart.Sqlite }, { "full", Full } };

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task Helm_HasNothingToSayAgainstIt(string name, string[] values)
    {
        var (exitCode, output) = await HelmChart.RunAsync(["lint", "--strict", HelmChart.Folder, .. values.SelectMany(v => (string[])["--set", v])]);
        Assert.True(exitCode == 0, $"{name}: {output}");
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public async Task WhatIsRendered_IsKnownToKubernetes_AndFitsTogether(string name, string[] values)
    {
        var rendered = await HelmChart.RenderAsync(values);
        var labels = rendered.Pods.Metadata.Labels;
        var ports = rendered.Server.Ports.Select(p => p.Name).ToHashSet();
        Assert.True(rendered.Objects.Count >= 6, name);
        Assert.All(rendered.Objects.OfType<V1Service>(), service =>
        {
            AssertMeets(service.Spec.Selector, labels);
            Assert.All(service.Spec.Ports, p => Assert.Contains((string)p.TargetPort, ports));
        });
        AssertMeets(rendered.One<V1Deployment>().Spec.Selector.MatchLabels, labels);
        Assert.All(rendered.Objects.OfType<V1PodDisruptionBudget>(), budget => AssertMeets(budget.Spec.Selector.MatchLabels, labels));
        Assert.All(rendered.One<V1NetworkPolicy>().Spec.Ingress.SelectMany(rule => rule.Ports), p => Assert.Contains((string)p.Port, ports));
        Assert.Equal(ports.Count, rendered.One<V1NetworkPolicy>().Spec.Ingress.Count);
        Assert.All((V1Probe[])[rendered.Server.StartupProbe, rendered.Server.LivenessProbe, rendered.Server.ReadinessProbe], probe => Assert.Contains((string)probe.HttpGet.Port, ports));
        Assert.Equal(rendered.Server.VolumeMounts.Select(m => m.Name).Order(), rendered.Pods.Spec.Volumes.Select(v => v.Name).Order());

        // What runs the test of "helm test" is none of the server's pods.
        Assert.Throws<Xunit.Sdk.EqualException>(() => AssertMeets(rendered.One<V1Deployment>().Spec.Selector.MatchLabels, rendered.One<V1Pod>().Metadata.Labels));
    }

    [SkippableFact]
    public async Task WhatBelongsToOthers_NamesWhatThereIs()
    {
        var rendered = await HelmChart.RenderAsync(Full);
        var others = rendered.Objects.OfType<Dictionary<object, object>>().ToDictionary(o => (string)o["kind"], o => JsonSerializer.SerializeToElement(o["spec"]));
        var endpoint = others["PodMonitor"].GetProperty("podMetricsEndpoints")[0];
        Assert.Equal(("management", "/metrics"), (endpoint.GetProperty("port").GetString(), endpoint.GetProperty("path").GetString()));
        AssertMeets(others["PodMonitor"].GetProperty("selector").GetProperty("matchLabels").Deserialize<Dictionary<string, string>>()!, rendered.Pods.Metadata.Labels);

        var service = rendered.Objects.OfType<V1Service>().Single(s => s.Spec.Ports.Any(p => p.Name == "http"));
        var backend = others["HTTPRoute"].GetProperty("rules")[0].GetProperty("backendRefs")[0];
        Assert.Equal((service.Metadata.Name, $"{service.Spec.Ports.Single().Port}"), (backend.GetProperty("name").GetString(), backend.GetProperty("port").ToString()));
        var path = Assert.Single(Assert.Single(rendered.One<V1Ingress>().Spec.Rules).Http.Paths);
        Assert.Equal((service.Metadata.Name, "http"), (path.Backend.Service.Name, path.Backend.Service.Port.Name));
        Assert.Contains("\"https://chat.example.com\"", rendered.Settings.Text, StringComparison.Ordinal);
        Assert.Contains("\"https://talk.example.com\"", rendered.Settings.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Nodes_AreReachedAtTheirPod_ByNoOneElse()
    {
        var rendered = await HelmChart.RenderAsync(HelmChart.Postgres);
        var hostname = rendered.Server.Env.Single(e => e.Name == "AkkaRealtime__Cluster__Hostname");
        Assert.Equal("status.podIP", hostname.ValueFrom.FieldRef.FieldPath);
        var cluster = JsonElement.Parse(rendered.Settings.Text).GetProperty("AkkaRealtime").GetProperty("Cluster");
        Assert.Equal(("0.0.0.0", rendered.Port("cluster")), (cluster.GetProperty("BindHostname").GetString(), cluster.GetProperty("Port").GetInt32()));
        var rule = Assert.Single(rendered.One<V1NetworkPolicy>().Spec.Ingress, r => r.Ports.Any(p => (string)p.Port == "cluster"));
        AssertMeets(Assert.Single(rule.FromProperty).PodSelector.MatchLabels, rendered.Pods.Metadata.Labels);
        Assert.DoesNotContain(rendered.Objects.OfType<V1Service>().SelectMany(s => s.Spec.Ports), p => (string)p.TargetPort == "cluster");
    }

    [SkippableTheory]
    [InlineData(5_000, 10_000)]
    [InlineData(0, 500)]
    [InlineData(30_000, 120_000)]
    public async Task Kubernetes_WaitsUntilThePodHasDrained(int preStopMs, int drainMs)
    {
        var rendered = await HelmChart.RenderAsync([.. HelmChart.Postgres, $"options.Connections.PreStopMs={preStopMs}", $"options.Connections.DrainMs={drainMs}"]);
        Assert.InRange(rendered.Pods.Spec.TerminationGracePeriodSeconds ?? 0, (preStopMs + drainMs) / 1_000.0 + 20, (preStopMs + drainMs) / 1_000.0 + 40);
    }

    [SkippableFact]
    public async Task Readiness_IsNoticedBeforeTheDoorCloses()
    {
        var rendered = await HelmChart.RenderAsync(HelmChart.Postgres);
        var preStopMs = JsonElement.Parse(rendered.Settings.Text).GetProperty("AkkaRealtime").GetProperty("Connections").GetProperty("PreStopMs").GetInt32();
        Assert.True(preStopMs >= 2_000 * rendered.Server.ReadinessProbe.PeriodSeconds * rendered.Server.ReadinessProbe.FailureThreshold, "A pod closes its door before Kubernetes has noticed.");
    }

    [SkippableTheory]
    [InlineData("Where is the database?", "options.DevSignIn=true")]
    [InlineData("Nobody could sign in", "store.kind=sqlite", "replicas=1")]
    [InlineData("With SQLite there is one server", "store.kind=sqlite", "options.DevSignIn=true")]
    [InlineData("With SQLite there is one server", "store.kind=sqlite", "options.DevSignIn=true", "replicas=1", "autoscaling.enabled=true")]
    [InlineData("Uploads need one place", "store.postgres.secret.name=database", "options.DevSignIn=true")]
    [InlineData("'MaxConections' not allowed", "options.Limits.MaxConections=3")]
    [InlineData("got string, want integer", "options.Limits.MaxConnections=many")]
    [InlineData("Auth:SigninKey", "secretOptions.Auth:SigninKey.name=a", "secretOptions.Auth:SigninKey.key=b")]
    [InlineData("options.Auth.SigningKey would stand in a ConfigMap", "options.Auth.SigningKey=secret")]
    [InlineData("options.Calls.TurnSecret would stand in a ConfigMap", "options.Calls.TurnSecret=secret")]
    [InlineData("options.Files.S3.SecretKey would stand in a ConfigMap", "options.Files.S3.SecretKey=secret")]
    [InlineData("options.Telemetry.Otlp.Headers would stand in a ConfigMap", "options.Telemetry.Otlp.Headers=authorization=secret")]
    [InlineData("options.ConnectHook.Secret would stand in a ConfigMap", "options.ConnectHook.Secret=secret")]
    [InlineData("options.BeforeSend.Secret would stand in a ConfigMap", "options.BeforeSend.Secret=secret")]
    [InlineData("options.Push.PrivateKey would stand in a ConfigMap", "options.Push.PrivateKey=secret")]
    [InlineData("options.Admin.ApiKeys[0] would stand in a ConfigMap", "options.Admin.ApiKeys[0]=0123456789abcdef0123456789abcdef")]
    [InlineData("options.Admin.Keys[0].Key would stand in a ConfigMap", "options.DevSignIn=true", "options.Admin.Keys[0].Key=secret")]
    [InlineData("options.Calls.Janus[0] would stand in a ConfigMap", "options.DevSignIn=true", "options.Calls.Janus[0].ApiSecret=secret")]
    [InlineData("options.Management is set by the chart", "options.Management.Port=9000")]
    [InlineData("options.Cluster.Tls is set by the chart: name a Secret", "options.Cluster.Tls.KeyPath=/key")]
    [InlineData("want 1", "replicas=0")]
    [InlineData("updateStrategy", "updateStrategy=Never")]
    [InlineData("'not' failed", "settings.AkkaRealtime.Path=/ws")]
    [InlineData("additional properties 'replica' not allowed", "replica=3")]
    public async Task WrongValues_AreRefused_WithASentence(string sentence, params string[] values)
    {
        var (exitCode, output) = await HelmChart.RunAsync(["template", "chat", HelmChart.Folder, .. values.SelectMany(v => (string[])["--set", v])]);
        Assert.NotEqual(0, exitCode);
        Assert.Contains(sentence, output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task LargeNumbers_StayNumbers()
    {
        var rendered = await HelmChart.RenderAsync([.. HelmChart.Postgres, "options.Limits.MaxConnections=2000000", "options.Files.MaxBytes=10737418240", "autoscaling.enabled=true", "autoscaling.connectionsPerPod=1000000"]);
        var options = JsonElement.Parse(rendered.Settings.Text).GetProperty("AkkaRealtime");
        Assert.Equal((2_000_000, 10_737_418_240), (options.GetProperty("Limits").GetProperty("MaxConnections").GetInt32(), options.GetProperty("Files").GetProperty("MaxBytes").GetInt64()));
        Assert.Equal(1_000_000, rendered.One<V2HorizontalPodAutoscaler>().Spec.Metrics[0].Pods.Target.AverageValue.ToDecimal());
    }

    [Fact]
    public void ItsVersion_IsTheServers()
    {
        var version = VersionPrefix().Match(File.ReadAllText(Path.Combine(Repository.Root, "src", "Directory.Build.props"))).Groups[1].Value;
        var chart = File.ReadAllText(Path.Combine(HelmChart.Folder, "Chart.yaml"));
        Assert.Contains($"\nversion: {version}\n", chart, StringComparison.Ordinal);
        Assert.Contains($"\nappVersion: {version}\n", chart, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Pods_FitTheImage()
    {
        var image = File.ReadAllText(Path.Combine(Repository.Root, "src", "AkkaRealtime.Server", "Dockerfile"));
        var rendered = await HelmChart.RenderAsync(HelmChart.Postgres);
        Assert.Contains($"\nUSER {rendered.Pods.Spec.SecurityContext.RunAsUser}:{rendered.Pods.Spec.SecurityContext.RunAsGroup}\n", image, StringComparison.Ordinal);
        Assert.Contains($"\nEXPOSE {rendered.Port("http")}\n", image, StringComparison.Ordinal);
        var settings = rendered.Server.VolumeMounts.Single(m => m.Name == "settings");
        var folder = image.Split('\n').Last(line => line.StartsWith("WORKDIR ", StringComparison.Ordinal))["WORKDIR ".Length..];
        Assert.Equal((folder, rendered.Settings.Name), (Path.GetDirectoryName(settings.MountPath), Path.GetFileName(settings.MountPath)));
        Assert.Equal(rendered.Settings.Name, settings.SubPath);
        Assert.Equal($"http://+:{rendered.Port("http")}", rendered.Server.Env.Single(e => e.Name == "ASPNETCORE_URLS").Value);
    }

    private static void AssertMeets(IDictionary<string, string> selector, IDictionary<string, string> labels) =>
        Assert.Equal(selector, labels.Where(l => selector.ContainsKey(l.Key)).ToDictionary());

    [GeneratedRegex("<VersionPrefix>([^<]+)</VersionPrefix>")]
    private static partial Regex VersionPrefix();
}
