using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// A network of its own on this machine, with an address besides the loopback one: media servers don't use that. What runs inside sees
/// nothing of the machine's network, and is seen by nobody outside.
/// </summary>
public sealed class NetworkNamespace : IAsyncDisposable
{
    /// <summary>The address besides 127.0.0.1.</summary>
    public const string Address = "10.77.0.1";

    private const int NetworkOnly = 0x40000000;
    private readonly HttpClient _http;

    private NetworkNamespace(string name)
    {
        Name = name;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = OpenSocket();
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            Timeout = TimeSpan.FromSeconds(5),
        };
    }

    /// <summary>Its name for <c>ip netns</c>.</summary>
    public string Name { get; }

    /// <summary>Asks servers inside.</summary>
    public HttpClient Http => _http;

    /// <summary>Makes one; needs root.</summary>
    public static async Task<NetworkNamespace> CreateAsync()
    {
        var made = await CreateWithoutLinksAsync();
        await made.IpAsync("link", "add", "m0", "type", "veth", "peer", "name", "m1");
        await made.IpAsync("addr", "add", $"{Address}/24", "dev", "m0");
        await made.IpAsync("link", "set", "m0", "up");
        await made.IpAsync("link", "set", "m1", "up");
        return made;
    }

    /// <summary>Makes one that has the loopback address only; needs root.</summary>
    public static async Task<NetworkNamespace> CreateWithoutLinksAsync()
    {
        var made = new NetworkNamespace($"akkarealtime-{Guid.NewGuid():n}"[..24]);
        await RunIpAsync("netns", "add", made.Name);
        await made.IpAsync("link", "set", "lo", "up");
        return made;
    }

    /// <summary>Runs <c>ip</c> inside.</summary>
    public Task IpAsync(params string[] arguments) => RunIpAsync(["-n", Name, .. arguments]);

    /// <summary>How to start a program inside.</summary>
    public ProcessStartInfo Inside(string program, IEnumerable<string> arguments) => new("nsenter", [$"--net=/run/netns/{Name}", program, .. arguments]);

    /// <summary>A script that starts a program inside, for whoever wants a file to run.</summary>
    public string ScriptFor(string program, string folder)
    {
        var path = Path.Combine(folder, $"inside-{Path.GetFileName(program)}");
        File.WriteAllText(path, $"#!/bin/sh\nexec nsenter --net=/run/netns/{Name} {program} \"$@\"\n");
#pragma warning disable CA1416 // Network namespaces are Linux's.
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
        return path;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await RunIpAsync("netns", "del", Name);
    }

    // A socket belongs to the network in which it was made, and a thread may change its own network: this one does, and ends.
    private Socket OpenSocket()
    {
        Socket? socket = null;
        Exception? fault = null;
        var inside = new Thread(() =>
        {
            try
            {
                using var there = File.OpenHandle($"/run/netns/{Name}");
                if (SetNamespace(there, NetworkOnly) != 0)
                    throw new InvalidOperationException($"setns: {Marshal.GetLastPInvokeErrorMessage()}");
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        inside.Start();
        inside.Join();
        return socket ?? throw new InvalidOperationException("No socket inside the namespace.", fault);
    }

    private static async Task RunIpAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {said}");
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(SafeFileHandle target, int kind);
}
