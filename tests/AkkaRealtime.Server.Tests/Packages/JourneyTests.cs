using AkkaRealtime.Server.Tests.Clients;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>What others write against a server, from the packages as they are published and the documentation as it stands, in empty folders. (The web's packages, and an ASP.NET Core app, have tests of their own.)</summary>
[Collection(SharedServer.Name)]
public sealed class JourneyTests(ServerFixture fixture)
{
    private const string Version = "1.0.0-fresh";

    private string Url => fixture.Server.Url.ToString().TrimEnd('/');

    [Fact]
    public async Task ConsoleApp_FromThePackedClient_SendsAndIsTold()
    {
        using var folder = new EmptyFolder();
        await folder.PackClientAsync(Version);
        await folder.WriteAsync("nuget.config", """
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="packed" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /></fallbackPackageFolders>
            </configuration>
            """);
        await folder.WriteAsync("Hello.csproj", ConsoleApp.Project(Version, "<UseAppHost>false</UseAppHost>"));
        await folder.WriteAsync("Program.cs", ConsoleApp.Program);
        await folder.RunAsync("dotnet", "build", "--nologo", "-v", "q", "-o", "out");

        await ConsoleApp.TalksAsync(fixture.Server, (server, token, other) => folder.RunAsync("dotnet", Path.Combine("out", "Hello.dll"), server, token, other));
    }

    [SkippableFact]
    public async Task PythonScript_OfTheReadme_FromThePackedWheel_Talks()
    {
        const string install = "apt-get install -y python3-venv python3-pip python3-setuptools python3-wheel";
        var python = ConformanceKit.Python();
        using var folder = new EmptyFolder();
        await folder.WriteAsync("parts.py", "import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in ('pip', 'venv', 'ensurepip', 'setuptools', 'wheel')))");
        if (await ExitCodeAsync(python, folder.PathOf("parts.py")) != 0)
            Need.Program("pip, venv and setuptools of Python", install);

        // A build leaves its own beside its sources: on a copy.
        var source = Path.Combine(Repository.Root, "src", "python");
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories).Where(f => !f.Contains("__pycache__", StringComparison.Ordinal)))
        {
            var copy = folder.PathOf("source", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await folder.RunAsync(python, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", "./source");
        await folder.RunAsync(python, "-m", "venv", "--system-site-packages", "venv");
        var own = folder.PathOf("venv", "bin", "python");
        await folder.RunAsync(own, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", Directory.GetFiles(folder.PathOf("dist"), "*.whl").Single());
        Directory.Delete(folder.PathOf("source"), recursive: true);

        var script = EmptyFolder.CodeOf(Path.Combine(source, "README.md"), "python").Replace("http://localhost:5000", Url, StringComparison.Ordinal);
        await folder.WriteAsync("hello.py", $"{script}\nimport sys, akkarealtime\nassert '/venv/' in akkarealtime.__file__, akkarealtime.__file__\nasyncio.run(main(sys.argv[1]))\n");
        var me = await SignedIn.ByNameAsync(fixture.Server.Url, ServerFixture.NewName());
        Assert.Contains($"{me.User} hello from Python", await folder.RunAsync(own, "hello.py", me.Token), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Curl_OfTheDocumentation_AsksTheAdminApi()
    {
        Need.Program("curl", "apt-get install -y curl");
        Need.Program("openssl", "apt-get install -y openssl");
        using var folder = new EmptyFolder();
        var lines = EmptyFolder.CodeOf(Path.Combine(Repository.Root, "docs", "operations.md"), "sh", "## Admin API").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        // The key is made, and its hash given to the server; then it is asked.
        var hash = (await folder.RunAsync("bash", "-ec", $"{string.Join('\n', lines[..^1])}\nprintf %s \"$AkkaRealtime__Admin__ApiKeys__0\"")).Trim();
        await using var server = await ServerProcess.StartAsync(new ServerSettings { Options = new Dictionary<string, string> { ["AkkaRealtime:Admin:ApiKeys:0"] = hash } });
        var stats = await folder.RunAsync("bash", "-ec", lines[^1].Replace("curl ", "curl --silent --fail ", StringComparison.Ordinal).Replace("http://localhost:5000", server.Url.ToString().TrimEnd('/'), StringComparison.Ordinal));
        Assert.Equal(System.Text.Json.JsonValueKind.Object, System.Text.Json.JsonElement.Parse(stats).ValueKind);
    }

    private static async Task<int> ExitCodeAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
