using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// What a test needs of the machine. Missing, the test is skipped with the command that installs it; with <c>AKKAREALTIME_REQUIRE=all</c> it
/// fails, so that CI skips nothing. For tests marked <c>[SkippableFact]</c>.
/// </summary>
public static class Need
{
    private static readonly bool RequireAll = Environment.GetEnvironmentVariable("AKKAREALTIME_REQUIRE") == "all";

    /// <summary>The path of Debian's Chromium with all that a browser is, for Playwright's <c>ExecutablePath</c>.</summary>
    public static string Chromium() => Program("chromium", "apt-get install -y chromium");

    /// <summary>
    /// The path of what shows pages as Chromium does: its headless shell, where that is installed, since it has no windows that nobody sees and takes a third less of
    /// the processor; or Chromium itself.
    /// </summary>
    public static string HeadlessChromium() => Find("chromium-headless-shell") ?? Chromium();

    /// <summary>The path of Firefox, which is driven by what is installed in tests/firefox.</summary>
    public static string Firefox()
    {
        NpmPackage("tests/firefox", "puppeteer-core");
        return Find("firefox-esr") ?? Program("firefox", "apt-get install -y --no-install-recommends firefox-esr");
    }

    /// <summary>The folder of PostgreSQL's programs (<c>initdb</c>, <c>postgres</c>).</summary>
    public static string Postgres() => PostgresServer.FindPrograms() ?? Missing("postgresql", "apt-get install -y postgresql");

    /// <summary>The path of podman; buildah, runc and debootstrap are there as well, and this is root.</summary>
    public static string Podman()
    {
        const string install = "apt-get install -y --no-install-recommends podman buildah runc debootstrap (as root)";
        foreach (var part in (string[])["buildah", "runc", "debootstrap"])
            Program(part, install);
        if (Environment.UserName != "root")
            Missing("root", install);
        return Program("podman", install);
    }

    /// <summary>The path of coturn's <c>turnserver</c>.</summary>
    public static string Coturn() => Program("turnserver", "apt-get install -y coturn");

    /// <summary>The path of Janus, for tests without media.</summary>
    public static string Janus() => Program("janus", "apt-get install -y --no-install-recommends janus");

    /// <summary>The path of Janus; for media it needs a network of its own.</summary>
    public static string JanusWithMedia()
    {
        Networks();
        return Program("janus", "apt-get install -y --no-install-recommends janus (as root)");
    }

    /// <summary>Networks of the tests' own: iproute2 is there, and this is root.</summary>
    public static void Networks()
    {
        const string install = "apt-get install -y --no-install-recommends iproute2 (as root)";
        Program("ip", install);
        Program("nsenter", install);
        if (Environment.UserName != "root")
            Missing("root", install);
    }

    /// <summary>The path of what links programs in machine code, <c>clang</c> or <c>gcc</c>.</summary>
    public static string CLinker() => Find("clang") ?? Program("gcc", "apt-get install -y --no-install-recommends gcc libc6-dev");

    /// <summary>A package of NuGet's that can't be had: the test ends here.</summary>
    public static void Package(string name) => Missing(name, "a source of NuGet's that has it (dotnet nuget list source)");

    /// <summary>The folder of npm's package <paramref name="name"/>, which is installed in <paramref name="folder"/> of the repository; or the test ends here.</summary>
    public static string NpmPackage(string folder, string name)
    {
        var installed = Path.Combine(Repository.Root, folder, "node_modules", name);
        return Directory.Exists(installed) ? installed : Missing(name, $"cd {folder} && npm ci");
    }

    /// <summary>The path of <paramref name="name"/>, or the test ends here.</summary>
    public static string Program(string name, string install) => Find(name) ?? Missing(name, install);

    private static string? Find(string name)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/local/sbin", "/usr/sbin", "/sbin"];
        return folders.Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
    }

    private static string Missing(string what, string install)
    {
        var message = $"Needs {what}: {install}";
        Assert.False(RequireAll, $"{message} (AKKAREALTIME_REQUIRE=all)");
        Skip.If(true, message);
        return "";
    }
}
