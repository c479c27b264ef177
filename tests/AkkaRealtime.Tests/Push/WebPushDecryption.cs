using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaRealtime.Tests.Push;

/// <summary>What a browser does with a push (RFC 8291 over RFC 8188): nothing of the library that encrypts.</summary>
internal static class WebPushDecryption
{
    private const int SaltBytes = 16;
    private const int TagBytes = 16;

    /// <summary>The text of a push.</summary>
    /// <param name="body">What the push service was sent.</param>
    /// <param name="device">The subscription's key pair.</param>
    /// <param name="auth">The subscription's secret.</param>
    public static string Decrypt(ReadOnlySpan<byte> body, ECDiffieHellman device, byte[] auth)
    {
        var salt = body[..SaltBytes].ToArray();
        var recordSize = BinaryPrimitives.ReadUInt32BigEndian(body[SaltBytes..]);
        var keyLength = body[SaltBytes + 4];
        var sender = body.Slice(SaltBytes + 5, keyLength).ToArray();
        var record = body[(SaltBytes + 5 + keyLength)..];
        if (record.Length > recordSize)
            throw new CryptographicException($"A push is one record: {record.Length} bytes are more than {recordSize}.");

        using var theirs = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        var shared = device.DeriveRawSecretAgreement(theirs.PublicKey);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, auth, [.. "WebPush: info\0"u8, .. PublicKeyOf(device), .. sender]);
        var contentKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());
        var plain = new byte[record.Length - TagBytes];
        using var aes = new AesGcm(contentKey, TagBytes);
        aes.Decrypt(nonce, record[..^TagBytes], record[^TagBytes..], plain);
        var end = Array.FindLastIndex(plain, b => b != 0);
        return end >= 0 && plain[end] == 2 ? Encoding.UTF8.GetString(plain, 0, end) : throw new CryptographicException("The last record ends with 2.");
    }

    /// <summary>A public key as 65 bytes.</summary>
    public static byte[] PublicKeyOf(ECDiffieHellman key)
    {
        var q = key.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. q.X!, .. q.Y!];
    }
}
