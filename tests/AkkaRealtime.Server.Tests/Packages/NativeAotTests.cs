using System.Security;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Packages;

/// <summary>The packed client for .NET in a program that is compiled to machine code, without a runtime: as its description says that it can be.</summary>
[Collection(SharedServer.Name)]
public sealed class NativeAotTests(ServerFixture fixture)
{
    private const string Version = "1.0.0-native";

    [SkippableFact]
    public async Task ConsoleApp_CompiledToMachineCode_SendsAndIsTold()
    {
        var linker = Need.CLinker();
        using var folder = new EmptyFolder();

        // A warning of the compiler's says what would fail when it runs, and is an error.
        await folder.WriteAsync("Hello.csproj", ConsoleApp.Project(Version, $"""
            <PublishAot>true</PublishAot>
            <InvariantGlobalization>true</InvariantGlobalization>
            <UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>
            <CppCompilerAndLinker>{Path.GetFileName(linker)}</CppCompilerAndLinker>
            """));
        await folder.WriteAsync("Program.cs", ConsoleApp.Program);

        // The compiler is a package, which is kept where all packages are; the client's is not, as it is another one each time.
        if (!await folder.TryRunAsync("dotnet", "restore", "--nologo", "-v", "q", "-p:WithoutClient=true"))
            Need.Package("Microsoft.DotNet.ILCompiler");
        var kept = (await folder.RunAsync("dotnet", "nuget", "locals", "global-packages", "--list", "--force-english-output")).Split(':', 2)[1].Trim();
        await folder.PackClientAsync(Version);
        await folder.WriteAsync("nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><clear /><add key="packed" value="feed" /></packageSources>
              <fallbackPackageFolders><clear /><add key="kept" value="{SecurityElement.Escape(kept)}" /></fallbackPackageFolders>
            </configuration>
            """);
        await folder.RunAsync("dotnet", "publish", "--nologo", "-v", "q", "-o", "out");
        Assert.False(File.Exists(folder.PathOf("out", "Hello.dll")));

        await ConsoleApp.TalksAsync(fixture.Server, (server, token, other) => folder.RunAsync(folder.PathOf("out", "Hello"), server, token, other));
    }
}
