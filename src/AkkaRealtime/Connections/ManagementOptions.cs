using System.Net;

namespace AkkaRealtime.Connections;

/// <summary>A door for the operator alone, which stays open whatever stands in front of the public one.</summary>
public sealed class ManagementOptions
{
    /// <summary>
    /// The port on which health, metrics, the description of the HTTP API and the admin API are, and nothing else is; they are nowhere else then. Plain HTTP. Default 0: they are on every
    /// port of the server.
    /// </summary>
    public int Port { get; set; }

    /// <summary>The address that the port is bound to. Default <c>127.0.0.1</c>; <c>0.0.0.0</c> or <c>::</c> for all of the machine's.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>What is wrong, in sentences that say what to change.</summary>
    internal IEnumerable<string> Faults()
    {
        if (Port is < 0 or > 65_535)
            yield return $"AkkaRealtime:Management:Port is {Port}. Set a port, or 0 for none.";
        if (!IPAddress.TryParse(Address, out _))
            yield return $"AkkaRealtime:Management:Address is '{Address}'. Set an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all.";
    }
}
