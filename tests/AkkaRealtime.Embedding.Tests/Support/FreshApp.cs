using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Embedding.Tests.Support;

/// <summary>
/// A new project in a folder of its own, outside of this repository, that knows AkkaRealtime as a package only. Needs no network: all other packages are
/// those that these specs were restored with, in the same versions.
/// </summary>
public sealed partial class FreshApp : IAsyncDisposable
{
    private const string Version = "1.0.0-fresh";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("akkarealtime-fresh-");
    private Process? _process;

    /// <summary>Where it listens, once it runs.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Packs the library and the kit for specs as they were built with these specs, as the only packages that the folder's projects get anew.</summary>
    public async Task PackAsync()
    {
        foreach (var project in (string[])["AkkaRealtime", "AkkaRealtime.TestKit"])
        {
            await Dotnet.RunAsync(
                Path.Combine(Root(), "src", project),
                "pack", "--no-build", "--nologo", "-v", "q", "-c", Configuration, "-o", Path.Combine(_folder.FullName, "feed"), $"-p:PackageVersion={Version}");
        }

        await WritePackagesAsync();
    }

    /// <summary>Copies a project of this repository, by its path, into the folder, beside those copied before; it finds the packages only.</summary>
    public async Task CopyAsync(string project)
    {
        await WriteAsync("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <AkkaRealtimePackage>{Version}</AkkaRealtimePackage>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);
        var from = new DirectoryInfo(Path.Combine(Root(), project));
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(from.FullName, file.FullName);
            if (path.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj")
                continue;
            var to = Path.Combine(_folder.FullName, project, path);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            file.CopyTo(to);
        }
    }

    /// <summary>Builds and runs the specs of a project that was copied; all of them pass.</summary>
    public Task TestAsync(string project) => Dotnet.RunAsync(Path.Combine(_folder.FullName, project), "test", "--nologo", "-v", "q");

    /// <summary>Writes a project of an app with this program, and builds it.</summary>
    public async Task BuildAsync(string program)
    {
        await WriteAsync("FreshApp.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <NuGetAudit>false</NuGetAudit>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="AkkaRealtime" />
                <PackageReference Include="Microsoft.AspNetCore.Authentication.JwtBearer" />
              </ItemGroup>
            </Project>
            """);
        await WriteAsync("Program.cs", program);
        await Dotnet.RunAsync(_folder.FullName, "build", "--nologo", "-v", "q", "-o", "out");
    }

    // All other packages are those that these specs were restored with.
    private async Task WritePackagesAsync()
    {
        using var assets = JsonDocument.Parse(await File.ReadAllTextAsync(
            Path.Combine(Root(), "tests", "AkkaRealtime.Embedding.Tests", "obj", "project.assets.json")));
        var packages = assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(l => l.Value.GetProperty("type").GetString() == "package")
            .Select(l => l.Name.Split('/'))
            .Select(p => $"""    <PackageVersion Include="{p[0]}" Version="{p[1]}" />""");
        var restored = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name);
        await WriteAsync("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="AkkaRealtime" Version="{Version}" />
                <PackageVersion Include="AkkaRealtime.TestKit" Version="{Version}" />
            {string.Join('\n', packages)}
              </ItemGroup>
            </Project>
            """);
        await WriteAsync("nuget.config", $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <packageSources>
                <clear />
                <add key="packed" value="feed" />
              </packageSources>
              <fallbackPackageFolders>
                <clear />
            {string.Join('\n', restored.Select((folder, i) => $"""    <add key="restored{i}" value="{folder}" />"""))}
              </fallbackPackageFolders>
            </configuration>
            """);
    }

    /// <summary>The first program in a page of the documentation.</summary>
    public static string ProgramOf(string page)
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", page));
        const string fence = "```csharp\n";
        var from = text.IndexOf(fence, StringComparison.Ordinal) + fence.Length;
        return text[from..text.IndexOf("```", from, StringComparison.Ordinal)];
    }

    /// <summary>Runs it on a free port.</summary>
    public async Task RunAsync(params string[] arguments)
    {
        _process = Dotnet.Start(_folder.FullName, [Path.Combine("out", "FreshApp.dll"), "--urls", "http://127.0.0.1:0", .. arguments]);
        var errors = _process.StandardError.ReadToEndAsync();
        using var enough = new CancellationTokenSource(App.Wait);
        while (await _process.StandardOutput.ReadLineAsync(enough.Token) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match)
                continue;
            Url = new Uri(match.Groups[1].Value);
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return;
        }

        Assert.Fail($"The app ended before it listened: {await errors}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AkkaRealtime.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("There is no AkkaRealtime.sln above the specs.");
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
