using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace AkkaRealtime.Tests.Storage.Postgres;

/// <summary>How a PostgreSQL server is ended.</summary>
public enum StopMode
{
    /// <summary>Connections are closed, then it ends in order.</summary>
    Fast,

    /// <summary>Everything is dropped at once; recovery at the next start.</summary>
    Immediate,

    /// <summary>SIGKILL: it has no chance to do anything.</summary>
    Kill,
}

/// <summary>
/// A PostgreSQL cluster of our own, in a temporary directory on a loopback port, made with the machine's own programs: for tests and the benchmark,
/// which all include this one file.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _programs;
    private readonly string _directory;
    private readonly int _port = FreePort();
    private readonly string _fsync = "off";
    private int _databases;

    /// <summary>
    /// Makes a cluster with the programs in <paramref name="programs"/>, and starts it. Only where it is <paramref name="durable"/> does a commit wait for
    /// the disk, which tests don't need and a measurement of commits does.
    /// </summary>
    public PostgresServer(string programs, bool durable = false)
    {
        _programs = programs;
        _directory = NewDirectory(durable);
        _fsync = durable ? "on" : "off";
        MakeDirectory();
        Must("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions");
        Start();
    }

    private PostgresServer(PostgresServer primary)
    {
        _programs = primary._programs;
        _directory = NewDirectory(durable: false);
        MakeDirectory();
        Must("pg_basebackup", "-D", Data, "-d", $"host=127.0.0.1 port={primary.Port} user=postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync");
        Start();
    }

    /// <summary>The port of 127.0.0.1 that it listens on.</summary>
    public int Port => _port;

    private string Data => $"{_directory}/data";

    /// <summary>The folder of PostgreSQL's programs; null where they are not installed.</summary>
    public static string? FindPrograms() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Where(d => File.Exists(Path.Combine(d, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    /// <summary>The connection string of a new database: an empty one, or a copy of the one that <paramref name="of"/> is the connection string of, which nobody may be connected to.</summary>
    public string NewDatabase(string? of = null)
    {
        var name = $"test{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        Execute($"CREATE DATABASE {name}{(of is null ? "" : $" TEMPLATE {new NpgsqlConnectionStringBuilder(of).Database}")}");
        return $"Host=127.0.0.1;Port={_port};Username=postgres;Database={name};Timeout=5;Command Timeout=10";
    }

    /// <summary>The same, reached by a socket in the file system: also from other networks.</summary>
    public string NewDatabaseBySocket() => NewDatabase().Replace("Host=127.0.0.1", $"Host={_directory}", StringComparison.Ordinal);

    /// <summary>A standby of it, started: it follows what is written here, and takes no writes itself.</summary>
    public PostgresServer NewStandby() => new(this);

    /// <summary>From now on a commit waits until a standby has it: what was confirmed is there after <see cref="Promote"/>.</summary>
    public void WaitForStandby()
    {
        Execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        Execute("SELECT pg_reload_conf()");
    }

    /// <summary>A standby takes over: it follows nobody any more, and takes writes.</summary>
    public void Promote() => Must("pg_ctl", "promote", "-w", "-D", Data);

    /// <summary>Runs a command as the cluster's owner.</summary>
    public void Execute(string sql)
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    /// <summary>Starts it and returns when it takes connections. After a kill the old processes may take a moment to notice: it is tried until they have.</summary>
    public void Start()
    {
        string[] arguments =
        [
            "start", "-w", "-D", Data, "-l", $"{_directory}/log", "-o",
            $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory} -c fsync={_fsync}{(_fsync == "off" ? " -c autovacuum=off" : "")}",
        ];
        for (var start = Stopwatch.GetTimestamp(); Run("pg_ctl", arguments) != 0;)
        {
            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new InvalidOperationException($"PostgreSQL did not start: {File.ReadAllText($"{_directory}/log")}");
        }
    }

    /// <summary>Ends it.</summary>
    public void Stop(StopMode mode = StopMode.Immediate)
    {
        if (mode != StopMode.Kill)
        {
            Must("pg_ctl", "stop", "-w", "-m", mode == StopMode.Fast ? "fast" : "immediate", "-D", Data);
            return;
        }

        using var postmaster = Postmaster();
        postmaster.Kill();
        postmaster.WaitForExit(Patience);
    }

    /// <summary>Lets all its processes stand still (SIGSTOP), as on a machine or network that is gone without a word; or go on again.</summary>
    public void Freeze(bool on)
    {
        using var postmaster = Postmaster();
        var own = postmaster.Id;
        var signal = on ? "-STOP" : "-CONT";

        // The one that makes the others first: none comes in between.
        Run("kill", [signal, own.ToString(CultureInfo.InvariantCulture)]);
        Run("kill", [signal, .. Directory.GetDirectories("/proc").Select(d => Path.GetFileName(d)!).Where(n => int.TryParse(n, out _)).Where(n => ParentOf(n) == own)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        if (File.Exists($"{Data}/postmaster.pid"))
            Run("pg_ctl", ["stop", "-w", "-m", "immediate", "-D", Data]);
        Directory.Delete(_directory, recursive: true);
    }

    // Tens of thousands of small files come and go: in memory where there is plenty, unless the disk is what is measured.
    private static string NewDirectory(bool durable)
    {
        const string memory = "/dev/shm";
        const long plenty = 8L << 30;
        var inMemory = !durable && Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace >= plenty;
        return Path.Combine(inMemory ? memory : Path.GetTempPath(), $"akkarealtime-pg-{Guid.NewGuid():n}");
    }

    private void MakeDirectory()
    {
        Directory.CreateDirectory(_directory);
        if (Environment.IsPrivilegedProcess)
            Run("chown", ["postgres", _directory]);
    }

    private Process Postmaster() => Process.GetProcessById(int.Parse(File.ReadLines($"{Data}/postmaster.pid").First(), CultureInfo.InvariantCulture));

    // The fourth field of proc(5)'s stat; the name in parentheses may hold spaces.
    private static int ParentOf(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // It has ended meanwhile.
        }
    }

    private void Must(string program, params string[] arguments)
    {
        if (Run(program, arguments) is not 0 and var code)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}.");
    }

    // PostgreSQL refuses to run as root; Debian's package made a user for it.
    private int Run(string program, string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        var own = File.Exists(path);
        var start = own && Environment.IsPrivilegedProcess
            ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", path, .. arguments])
            : new ProcessStartInfo(own ? path : program, arguments);
        start.WorkingDirectory = _directory;
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        if (!process.WaitForExit(Patience))
            throw new InvalidOperationException($"{program} did not end.");
        return process.ExitCode;
    }

    // Below the range that outgoing connections take theirs from: nobody takes the port while it is stopped.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}
