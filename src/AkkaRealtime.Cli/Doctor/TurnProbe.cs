using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Calls.Settings;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>STUN and TURN servers, asked as a browser asks them: with a credential as the server makes it for a call.</summary>
internal static class TurnProbe
{
    private const byte Udp = 17;

    /// <summary>What is found.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(CallOptions calls, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        foreach (var url in calls.Stun)
            findings.Add(await AskAsync("stun", url, BindingAsync, cancel));
        var username = IceServers.Username(new UserId("doctor"), new CallId("doctor"), TimeProvider.System.GetUtcNow().AddMinutes(5));
        var password = IceServers.Credential(calls.TurnSecret ?? "", username);
        foreach (var url in calls.Turn)
            findings.Add(await AskAsync("turn", url, (connection, stop) => AllocateAsync(connection, username, password, stop), cancel));
        if (calls.Turn.Count == 0)
            findings.Add(Finding.Warning("turn", "There is none (Calls:Turn): about one call in ten fails, where both sides are behind strict firewalls."));
        return findings;
    }

    private static async Task<Finding> AskAsync(string about, string url, Func<StunConnection, CancellationToken, Task<Finding>> ask, CancellationToken cancel)
    {
        if (IceAddress.Parse(url) is not { } address)
            return Finding.Bad(about, $"'{url}' is no address: write it as {about}:host:3478.");
        try
        {
            await using var connection = await StunConnection.OpenAsync(address, cancel);
            var found = await ask(connection, cancel);
            return found with { Says = $"{url}: {found.Says}" };
        }
        catch (Exception e) when (e is SocketException or IOException or TimeoutException or AuthenticationException)
        {
            return Finding.Bad(about, $"{url}: {e.Message}");
        }
    }

    private static async Task<Finding> BindingAsync(StunConnection connection, CancellationToken cancel)
    {
        var (answer, transaction) = await connection.AskAsync(StunMessage.Binding, [], null, cancel);
        return answer.TryGetValue(StunMessage.MappedAttribute, out var mapped)
            ? Finding.Good("stun", $"it sees this machine as {StunMessage.Address(mapped, transaction).Address}.")
            : Finding.Bad("stun", $"it refuses ({StunMessage.ErrorOf(answer)}).");
    }

    [SuppressMessage("Security", "CA5351", Justification = "The long-term credential of RFC 5389 §15.4, which all servers speak.")]
    private static async Task<Finding> AllocateAsync(StunConnection connection, string username, string password, CancellationToken cancel)
    {
        (ushort, byte[])[] relay = [(StunMessage.TransportAttribute, [Udp, 0, 0, 0])];

        // The first attempt, without a credential, is to be refused: it brings what one is made with.
        var (challenge, first) = await connection.AskAsync(StunMessage.Allocate, relay, null, cancel);
        if (challenge.TryGetValue(StunMessage.RelayedAttribute, out var open))
            return Finding.Bad("turn", $"it relays for anybody, without a credential ({StunMessage.Address(open, first)}). Set use-auth-secret.");
        if (!challenge.TryGetValue(StunMessage.RealmAttribute, out var realm) || !challenge.TryGetValue(StunMessage.NonceAttribute, out var nonce))
            return Finding.Bad("turn", $"it refuses ({StunMessage.ErrorOf(challenge)}). Does it relay at all?");
        var key = MD5.HashData(Encoding.UTF8.GetBytes($"{username}:{Encoding.UTF8.GetString(realm)}:{password}"));
        (ushort, byte[])[] credential = [(StunMessage.UsernameAttribute, Encoding.UTF8.GetBytes(username)), (StunMessage.RealmAttribute, realm), (StunMessage.NonceAttribute, nonce)];
        var (answer, transaction) = await connection.AskAsync(StunMessage.Allocate, [.. relay, .. credential], key, cancel);
        if (!answer.TryGetValue(StunMessage.RelayedAttribute, out var relayed))
        {
            return StunMessage.ErrorOf(answer) switch
            {
                401 => Finding.Bad("turn", "it does not take the credential. Calls:TurnSecret and its static-auth-secret are to be the same, and both clocks right."),
                var code => Finding.Bad("turn", $"it gives no relay ({code})."),
            };
        }

        await connection.AskAsync(StunMessage.Refresh, [(StunMessage.LifetimeAttribute, new byte[4]), .. credential], key, cancel);
        var at = StunMessage.Address(relayed, transaction).Address;
        return IPAddress.IsLoopback(at) || at.Equals(IPAddress.Any)
            ? Finding.Warning("turn", $"it relays at {at}, which nobody else can reach: set its external-ip.")
            : Finding.Good("turn", $"it relays at {at}.");
    }
}
