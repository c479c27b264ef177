using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>
/// A PostgreSQL cluster of the tests' own, in a temporary directory on a loopback port, made with the machine's own programs.
/// Where they are missing the tests are skipped, or fail if <c>AKKAREALTIME_REQUIRE=all</c>.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private const string Missing = "PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql";
    private readonly string? _programs = Programs();
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"akkarealtime-pg-{Guid.NewGuid():n}");
    private readonly int _port = FreePort();
    private bool _made;
    private int _databases;

    /// <summary>A new, empty database; the cluster is started with the first.</summary>
    public string NewDatabase()
    {
        Require();
        if (!_made)
            Make();
        var name = $"test{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        Execute($"CREATE DATABASE {name}");
        return $"Host=127.0.0.1;Port={_port};Username=postgres;Database={name};Timeout=5;Command Timeout=10";
    }

    /// <summary>Runs a command as the cluster's owner.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Start() => Run(
        "pg_ctl", "start", "-w", "-D", $"{_directory}/data", "-l", $"{_directory}/log", "-o",
        $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c fsync=off");

    /// <summary>Stops it as a crash would: nobody is waited for.</summary>
    public void Stop() => Run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", $"{_directory}/data");

    public void Dispose()
    {
        if (!_made)
            return;
        NpgsqlConnection.ClearAllPools();
        Stop();
        Directory.Delete(_directory, recursive: true);
    }

    private void Require()
    {
        if (_programs is not null)
            return;
        Assert.False(Environment.GetEnvironmentVariable("AKKAREALTIME_REQUIRE") == "all", Missing);
        Skip.If(true, Missing);
    }

    private void Make()
    {
        Directory.CreateDirectory(_directory);
        if (Environment.IsPrivilegedProcess)
            Wait(Process.Start("chown", ["postgres", _directory]));
        Run("initdb", "-D", $"{_directory}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        Start();
        _made = true;
    }

    // PostgreSQL refuses to run as root; Debian's package made a user for it.
    private void Run(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs!, program);
        var start = Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = _directory;
        start.RedirectStandardInput = true;
        Wait(Process.Start(start)!);
    }

    private static void Wait(Process process)
    {
        using (process)
        {
            Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), $"{process.StartInfo.FileName} did not end.");
            Assert.Equal(0, process.ExitCode);
        }
    }

    private static string? Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max(StringComparer.Ordinal)
            : null;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>All tests on PostgreSQL share one cluster, and run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresCluster>
{
    public const string Name = "PostgreSQL";
}
