using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// As much of a TURN client as proves a credential (RFC 8656, STUN: RFC 8489): allocates with a long-term credential, permits a peer, sends to it.
/// Every request is sent again until it is answered, as UDP wants it.
/// </summary>
public sealed class TurnClient(IPEndPoint server) : IDisposable
{
    private const uint Cookie = 0x2112_A442;
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private string _username = "";
    private string _realm = "";
    private byte[] _nonce = [];
    private byte[]? _key;

    /// <summary>The relayed address, once allocated.</summary>
    public IPEndPoint? Relayed { get; private set; }

    /// <summary>Asks for a relay: the error's code, or 0 and <see cref="Relayed"/>.</summary>
    public async Task<int> AllocateAsync(string username, string password)
    {
        // The first attempt, without a credential, is always refused: it brings the realm and the nonce to make one with.
        _key = null;
        var challenge = await AskAsync(0x0003, Udp());
        _realm = Encoding.UTF8.GetString(challenge[0x0014]);
        _nonce = challenge[0x0015];
        if (username.Length == 0)
            return ErrorOf(challenge);
        _username = username;
#pragma warning disable CA5351 // The long-term credential of RFC 5389 §15.4.
        _key = MD5.HashData(Encoding.UTF8.GetBytes($"{username}:{_realm}:{password}"));
#pragma warning restore CA5351
        var answer = await AskAsync(0x0003, Udp());
        if (answer.TryGetValue(0x0016, out var relayed))
            Relayed = Address(relayed);
        return Relayed is null ? ErrorOf(answer) : 0;

        static (ushort, byte[])[] Udp() => [(0x0019, [17, 0, 0, 0])];
    }

    /// <summary>Has the relay send to a peer, and returns the code of a refusal to permit it, or 0.</summary>
    public async Task<int> SendAsync(IPEndPoint peer, byte[] data)
    {
        var permitted = await AskAsync(0x0008, [(0x0012, XorAddress(peer))]);
        if (permitted.ContainsKey(0x0009))
            return ErrorOf(permitted);
        var indication = Message(0x0016, RandomNumberGenerator.GetBytes(12), [(0x0012, XorAddress(peer)), (0x0013, data)], signed: false);
        await _socket.SendAsync(indication, server);
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static int ErrorOf(Dictionary<ushort, byte[]> answer) => answer.TryGetValue(0x0009, out var error) ? (error[2] * 100) + error[3] : -1;

    private async Task<Dictionary<ushort, byte[]>> AskAsync(ushort method, (ushort Type, byte[] Value)[] attributes)
    {
        var transaction = RandomNumberGenerator.GetBytes(12);
        var request = Message(method, transaction, attributes, signed: _key is not null);
        while (true)
        {
            await _socket.SendAsync(request, server);
            using var again = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
            try
            {
                while (true)
                {
                    var answer = (await _socket.ReceiveAsync(again.Token)).Buffer;
                    if (answer.AsSpan(8, 12).SequenceEqual(transaction))
                        return Attributes(answer);
                }
            }
            catch (OperationCanceledException)
            {
                // Lost, or the server is not there yet.
            }
            catch (SocketException)
            {
                // Nobody listens yet: the kernel says so at once, so the next attempt comes when this one's time is over.
                await UntilAsync(again.Token);
            }
        }
    }

    private static async Task UntilAsync(CancellationToken over)
    {
        var ended = new TaskCompletionSource();
        await using var _ = over.Register(ended.SetResult);
        await ended.Task;
    }

    private byte[] Message(ushort type, byte[] transaction, (ushort Type, byte[] Value)[] attributes, bool signed)
    {
        var body = new MemoryStream();
        foreach (var (attribute, value) in attributes)
            Write(body, attribute, value);
        if (signed)
        {
            Write(body, 0x0006, Encoding.UTF8.GetBytes(_username));
            Write(body, 0x0014, Encoding.UTF8.GetBytes(_realm));
            Write(body, 0x0015, _nonce);
        }

        // The integrity covers everything before it, with the length as it will be with it: 4 + 20 bytes more.
        var unsigned = Head(type, transaction, (int)body.Length + (signed ? 24 : 0)).Concat(body.ToArray()).ToArray();
        if (!signed)
            return unsigned;
        var whole = new MemoryStream();
        whole.Write(unsigned);
#pragma warning disable CA5350 // The integrity of RFC 5389 §15.4.
        Write(whole, 0x0008, HMACSHA1.HashData(_key!, unsigned));
#pragma warning restore CA5350
        return whole.ToArray();
    }

    private static byte[] Head(ushort type, byte[] transaction, int length)
    {
        var head = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(head, type);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)length);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), Cookie);
        transaction.CopyTo(head, 8);
        return head;
    }

    private static void Write(MemoryStream to, ushort type, byte[] value)
    {
        var head = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(head, type);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)value.Length);
        to.Write(head);
        to.Write(value);
        to.Write(new byte[(4 - (value.Length % 4)) % 4]);
    }

    private static Dictionary<ushort, byte[]> Attributes(byte[] message)
    {
        var found = new Dictionary<ushort, byte[]>();
        for (var at = 20; at + 4 <= message.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 2));
            found.TryAdd(BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at)), message[(at + 4)..(at + 4 + length)]);
            at += 4 + length + ((4 - (length % 4)) % 4);
        }

        return found;
    }

    private static byte[] XorAddress(IPEndPoint address)
    {
        var value = new byte[8];
        value[1] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(value.AsSpan(2), (ushort)(address.Port ^ (Cookie >> 16)));
        BinaryPrimitives.WriteUInt32BigEndian(value.AsSpan(4), BinaryPrimitives.ReadUInt32BigEndian(address.Address.GetAddressBytes()) ^ Cookie);
        return value;
    }

    private static IPEndPoint Address(byte[] value)
    {
        var address = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(address, BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(4)) ^ Cookie);
        return new IPEndPoint(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(value.AsSpan(2)) ^ (int)(Cookie >> 16));
    }
}
