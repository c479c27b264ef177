using System.Buffers.Text;
using System.Security.Cryptography;
using AkkaRealtime.Push.Delivery;

namespace AkkaRealtime.Push;

/// <summary>Notifications to devices whose page is closed (web push).</summary>
public sealed class PushOptions
{
    /// <summary>Whether devices may subscribe. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whom a push service turns to where something is wrong with what it is sent: <c>mailto:ops@example.com</c>, or an <c>https:</c> address. Needed where push is enabled.</summary>
    public string Subject { get; set; } = "";

    /// <summary>The server's public key (VAPID: a point of P-256, base64url). Empty: keys are made once and kept in the store, the same for all nodes.</summary>
    public string PublicKey { get; set; } = "";

    /// <summary>The private key that belongs to it, 32 bytes as base64url.</summary>
    public string PrivateKey { get; set; } = "";

    /// <summary>
    /// Push services besides those of the known browsers, by host: <c>push.example.com</c>, or <c>*.push.example.com</c> for all below it. Only <c>https://</c>, port 443, at public
    /// addresses; but <c>http://127.0.0.1:8080</c> allows one on the machine itself, for tests.
    /// </summary>
    public IList<string> Services { get; } = [];

    /// <summary>How many devices of a user are pushed to; with one more, the oldest is forgotten. Default 10.</summary>
    public int MaxSubscriptionsPerUser { get; set; } = 10;

    /// <summary>Seconds within which a push service has to answer. Default 10.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Pushes that a node has under way at a time. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>Pushes that wait at a node to be tried again; what is beyond is dropped. Default 10,000.</summary>
    public int MaxWaiting { get; set; } = 10_000;

    internal IEnumerable<string> Faults()
    {
        foreach (var service in Services)
        {
            if (PushHosts.FaultOf(service) is { } fault)
                yield return $"AkkaRealtime:Push:Services holds '{service}'. {fault}";
        }

        if (!Enabled)
            yield break;
        if (!Subject.StartsWith("mailto:", StringComparison.Ordinal) && !Subject.StartsWith("https://", StringComparison.Ordinal))
            yield return $"AkkaRealtime:Push:Subject is '{Subject}'. Set whom push services may turn to: mailto:ops@example.com, or an https:// address.";
        if ((PublicKey.Length == 0) != (PrivateKey.Length == 0))
            yield return "Of AkkaRealtime:Push:PublicKey and AkkaRealtime:Push:PrivateKey one is set, the other isn't. Set both, or none: then keys are made and kept in the store.";
        else if (PublicKey.Length > 0 && !IsPair(PublicKey, PrivateKey))
            yield return "AkkaRealtime:Push:PublicKey and AkkaRealtime:Push:PrivateKey are no pair of VAPID keys. Make one with a tool such as `npx web-push generate-vapid-keys`, or remove both.";
    }

    private static bool IsPair(string publicKey, string privateKey)
    {
        if (!Base64Url.IsValid(publicKey) || !Base64Url.IsValid(privateKey))
            return false;
        var (point, d) = (Base64Url.DecodeFromChars(publicKey), Base64Url.DecodeFromChars(privateKey));
        if (point is not [4, ..] || point.Length != 65 || d.Length != 32)
            return false;
        try
        {
            var q = new ECPoint { X = point[1..33], Y = point[33..] };
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d, Q = q });
            using var check = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = q });
            return check.VerifyData(point, key.SignData(point, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
