using System.Net.Sockets;

namespace AkkaRealtime.Clustering.Membership;

/// <summary>Tells whether another node shares this one's machine and network, and with them what <c>127.0.0.1</c> means.</summary>
internal static class Machines
{
    /// <summary>Names this run of this machine, and the network namespace: containers on it are others.</summary>
    public static string Own { get; } = OperatingSystem.IsLinux() ? $"{Read("/proc/sys/kernel/random/boot_id")} {Network()}" : Environment.MachineName;

    /// <summary>Whether nobody listens there. Between machines this would prove nothing, as a firewall may answer; on the same one it does.</summary>
    public static async Task<bool> RefusesAsync(string address, CancellationToken cancel)
    {
        var colon = address.LastIndexOf(':');
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            await socket.ConnectAsync(address[..colon].Trim('[', ']'), int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), patience.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static string Network()
    {
        try
        {
            return new FileInfo("/proc/self/ns/net").LinkTarget ?? Environment.MachineName;
        }
        catch (IOException)
        {
            return Environment.MachineName;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException)
        {
            return Environment.MachineName;
        }
    }
}
