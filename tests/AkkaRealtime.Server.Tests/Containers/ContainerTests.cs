using System.Diagnostics;
using System.Runtime.InteropServices;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Containers;

/// <summary>
/// The Dockerfile as it stands, built and run by podman without a network: base images are stood in for (stand-in.sh), packages come from this
/// machine's caches.
/// </summary>
public sealed class ContainerTests : IDisposable
{
    private const string StandIn = "localhost/akkarealtime-stand-in:2";
    private const string Image = "localhost/akkarealtime:test";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private readonly string _name = $"akkarealtime-test-{Guid.NewGuid():n}";
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("akkarealtime-container-");

    public void Dispose() => _home.Delete(recursive: true);

    [SkippableFact]
    public async Task Image_Serves_TwoClientsChat_AndItStopsGracefully()
    {
        Need.Podman();
        await PrepareAsync();
        await RunAsync("podman", BuildArguments());
        var port = Random.Shared.Next(20_000, 32_000);
        try
        {
            // As compose.yaml runs it: nothing can be written but /data and /tmp, no capabilities.
            await RunAsync(
                "podman", "run", "--detach", "--name", _name, "--network=host", "--read-only", "--tmpfs", "/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges",
                "--env", "AkkaRealtime__DevSignIn=true", "--env", $"ASPNETCORE_URLS=http://127.0.0.1:{port}", Image);
            await UntilHealthyAsync();
            // What is native for other kinds of machines stays out.
            Assert.Equal("", (await RunAsync("podman", "exec", _name, "find", "/app", "-name", "runtimes")).Trim());
            Assert.Equal("1654", (await RunAsync("podman", "exec", _name, "id", "-u")).Trim());
            await ChatAsync(new Uri($"http://127.0.0.1:{port}"));

            // The command line is in it, on the server's own store.
            Assert.Contains("/data/copy: ", await RunAsync("podman", "exec", _name, "dotnet", "AkkaRealtime.Cli.dll", "backup", "/data/copy"), StringComparison.Ordinal);
            Assert.Contains("is whole", await RunAsync("podman", "exec", _name, "dotnet", "AkkaRealtime.Cli.dll", "store", "check", "--data", "/data/copy"), StringComparison.Ordinal);
            Assert.Equal("Apache-2.0", (await RunAsync("podman", "inspect", "--format", "{{index .Config.Labels \"org.opencontainers.image.licenses\"}}", _name)).Trim());
            await RunAsync("podman", "stop", "--time", "20", _name);
            Assert.Equal("0", (await RunAsync("podman", "inspect", "--format", "{{.State.ExitCode}}", _name)).Trim());
        }
        finally
        {
            await RunAsync("podman", "rm", "--force", "--volumes", "--ignore", _name);
        }
    }

    private static async Task ChatAsync(Uri url)
    {
        using var http = new HttpClient();
        Assert.Contains("<div id=\"root\">", await http.GetStringAsync(url), StringComparison.Ordinal);
        var socket = new Uri($"ws://{url.Authority}/ws/ws");
        await using var alice = await RawClient.ConnectAsync(socket, (await SignedIn.ByNameAsync(url, "Alice")).Token);
        await using var bob = await RawClient.ConnectAsync(socket, (await SignedIn.ByNameAsync(url, "Bob")).Token);
        var room = (await alice.RequestAsync("chat.direct", new { user = bob.User })).Data.GetProperty("room").GetProperty("id").GetString();
        await alice.RequestAsync("chat.send", new { room, key = "k1", text = "from a container" });
        Assert.Equal("from a container", (await bob.WaitForAsync("chat.message"))["text"]);
        await bob.RequestAsync("chat.send", new { room, key = "k1", text = "and back" });
        Assert.Equal("and back", (await alice.WaitForAsync("chat.message", m => m["by"] == "bob"))["text"]);
    }

    // The image's own health check: podman runs it when asked (its timers need systemd).
    private async Task UntilHealthyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await ExitCodeAsync("podman", "healthcheck", "run", _name) != 0)
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The container did not get healthy:\n{await RunAsync("podman", "logs", _name)}");
            }
        }
    }

    private async Task PrepareAsync()
    {
        // Debian's podman with cgroups that this user may make, and with few enough descriptors.
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "containers.conf"), """
            [containers]
            default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
            log_driver = "k8s-file"
            [engine]
            cgroup_manager = "cgroupfs"
            runtime = "runc"
            events_logger = "file"
            """);

        // NuGet's cache has the layout of a feed.
        await File.WriteAllTextAsync(Path.Combine(_home.FullName, "NuGet.Config"), """
            <configuration>
              <packageSources>
                <clear />
                <add key="kept" value="/root/.nuget/packages" />
              </packageSources>
            </configuration>
            """);
        await RunAsync("bash", Path.Combine(Repository.Root, "tests", "AkkaRealtime.Server.Tests", "Containers", "stand-in.sh"));
    }

    private string[] BuildArguments()
    {
        var user = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(user, ".nuget", "packages");
        return
        [
            // OCI's own format knows no health check. No layers: nothing is taken from an earlier build, and nothing is left behind.
            "build", "--format=docker", "--layers=false", "--network=none", "--pull=never",
            "--build-arg", $"NODE={StandIn}", "--build-arg", $"SDK={StandIn}", "--build-arg", $"RUNTIME={StandIn}",
            // Docker's builder says this by itself.
            "--build-arg", $"TARGETARCH={(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}",
            "--volume", $"{packages}:/root/.nuget/packages",
            "--volume", $"{Path.Combine(_home.FullName, "NuGet.Config")}:/root/.nuget/NuGet/NuGet.Config",
            "--volume", $"{Path.Combine(user, ".npm")}:/root/.npm",
            "--file", Path.Combine(Repository.Root, "src", "AkkaRealtime.Server", "Dockerfile"), "--tag", Image, Repository.Root,
        ];
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exitCode, output) = await StartAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    private async Task<int> ExitCodeAsync(string program, params string[] arguments) => (await StartAsync(program, arguments)).ExitCode;

    private async Task<(int ExitCode, string Output)> StartAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CONTAINERS_CONF"] = Path.Combine(_home.FullName, "containers.conf");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} took over {Patience.TotalMinutes} minutes.");
        }

        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }
}
