using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>As much of STUN's messages (RFC 8489) as a look at a server takes.</summary>
internal static class StunMessage
{
    public const int HeadBytes = 20;
    public const ushort Binding = 0x0001;
    public const ushort Allocate = 0x0003;
    public const ushort Refresh = 0x0004;
    public const ushort UsernameAttribute = 0x0006;
    public const ushort IntegrityAttribute = 0x0008;
    public const ushort ErrorAttribute = 0x0009;
    public const ushort LifetimeAttribute = 0x000D;
    public const ushort RealmAttribute = 0x0014;
    public const ushort NonceAttribute = 0x0015;
    public const ushort RelayedAttribute = 0x0016;
    public const ushort TransportAttribute = 0x0019;
    public const ushort MappedAttribute = 0x0020;
    private const uint Cookie = 0x2112_A442;

    /// <summary>A request; with <paramref name="key"/> signed.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "The integrity of RFC 5389 §15.4, which all servers speak.")]
    public static byte[] Request(ushort method, byte[] transaction, IEnumerable<(ushort Type, byte[] Value)> attributes, byte[]? key)
    {
        var body = new MemoryStream();
        foreach (var (type, value) in attributes)
            Write(body, type, value);
        var message = new MemoryStream();
        message.Write(Head(method, transaction, (int)body.Length + (key is null ? 0 : 24)));
        message.Write(body.ToArray());
        if (key is not null)
            Write(message, IntegrityAttribute, HMACSHA1.HashData(key, message.ToArray()));
        return message.ToArray();
    }

    /// <summary>How many bytes follow a head.</summary>
    public static int LengthOf(ReadOnlySpan<byte> head) => BinaryPrimitives.ReadUInt16BigEndian(head[2..]);

    /// <summary>Whether it answers that request.</summary>
    public static bool Answers(ReadOnlySpan<byte> message, byte[] transaction) => message.Length >= HeadBytes && message[8..HeadBytes].SequenceEqual(transaction);

    /// <summary>What stands in it.</summary>
    public static Dictionary<ushort, byte[]> Attributes(byte[] message)
    {
        var found = new Dictionary<ushort, byte[]>();
        for (var at = HeadBytes; at + 4 <= message.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at + 2));
            if (at + 4 + length > message.Length)
                break;
            found.TryAdd(BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(at)), message[(at + 4)..(at + 4 + length)]);
            at += 4 + length + ((4 - (length % 4)) % 4);
        }

        return found;
    }

    /// <summary>The code of a refusal; 0 where it is none.</summary>
    public static int ErrorOf(Dictionary<ushort, byte[]> answer) => answer.TryGetValue(ErrorAttribute, out var error) && error.Length >= 4 ? ((error[2] & 7) * 100) + error[3] : 0;

    /// <summary>An address.</summary>
    public static IPEndPoint Address(byte[] value, byte[] transaction)
    {
        Span<byte> mask = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(mask, Cookie);
        transaction.CopyTo(mask[4..]);
        var address = value[4..];
        for (var i = 0; i < address.Length; i++)
            address[i] ^= mask[i];
        return new IPEndPoint(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(value.AsSpan(2)) ^ (int)(Cookie >> 16));
    }

    private static byte[] Head(ushort type, byte[] transaction, int length)
    {
        var head = new byte[HeadBytes];
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
}
