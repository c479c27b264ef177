using System.Globalization;

namespace AkkaRealtime.Connections;

/// <summary>
/// How many connections the process may hold before it runs out of file descriptors, which ends Kestrel. Of the limit, some stay for files, the
/// store, other nodes and plain HTTP.
/// </summary>
internal static class FileDescriptors
{
    /// <summary>For the store, files, other nodes and the runtime.</summary>
    public const int Spare = 500;

    private const int Unknown = 1_000_000;

    /// <summary>Plain HTTP connections beside the WebSockets, also those that are about to become one through HTTP: an eighth, 64 to 4,000.</summary>
    public static int PlainConnections(int limit) => Math.Clamp(limit / 8, 64, 4_000);

    /// <summary>Of these, one address: a quarter of <see cref="PlainConnections"/>, so that one that is silent leaves room for others, and one of many people has enough.</summary>
    public static int PlainConnectionsPerAddress(int limit) => PlainConnections(limit) / 4;

    /// <summary>WebSockets beyond what a node takes, which are upgraded to be told so: a quarter of <see cref="PlainConnections"/>.</summary>
    public static int RefusedConnections(int limit) => PlainConnections(limit) / 4;

    /// <summary>Sockets that were accepted and have sent nothing yet, of which nobody knows what they will be: half of <see cref="PlainConnections"/>.</summary>
    public static int WaitingConnections(int limit) => PlainConnections(limit) / 2;

    /// <summary>WebSockets that a process with this limit of descriptors holds safely; at least 16.</summary>
    public static int SafeConnections(int limit) =>
        Math.Max(16, limit - Spare - PlainConnections(limit) - RefusedConnections(limit) - WaitingConnections(limit));

    /// <summary>The same for this process.</summary>
    public static int SafeConnections() => SafeConnections(Limit());

    /// <summary>The limit of this process; a million where the system has none, or doesn't tell.</summary>
    public static int Limit() => OperatingSystem.IsLinux() ? Parse(File.ReadLines("/proc/self/limits")) : Unknown;

    /// <summary>Finds <c>Max open files  soft  hard</c>. The runtime raises soft to hard when it starts.</summary>
    public static int Parse(IEnumerable<string> limits)
    {
        const string name = "Max open files";
        var line = limits.FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? Math.Min(limit, Unknown) : Unknown;
    }
}
