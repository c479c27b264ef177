using AkkaRealtime.Server.Tests.Packages;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Deployment;

/// <summary>What the image is restored from.</summary>
public sealed class LockFilesTests
{
    [Fact]
    public async Task Lock_files_are_those_of_the_packages_that_projects_name()
    {
        using var folder = new EmptyFolder();

        await folder.RunAsync("bash", Path.Combine(Repository.Root, "src", "deploy", "lock.sh"), "--check");
    }
}
