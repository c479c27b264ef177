using System.Buffers.Text;
using System.Security.Cryptography;

namespace AkkaRealtime.Tests.Push;

public sealed class WebPushDecryptionTests
{
    /// <summary>The example of RFC 8291 §5.</summary>
    [Fact]
    public void Decrypt_TheStandardsExample_IsItsText()
    {
        var point = Base64Url.DecodeFromChars("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4");
        using var key = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = Base64Url.DecodeFromChars("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"),
            Q = new ECPoint { X = point[1..33], Y = point[33..] },
        });
        var body = Base64Url.DecodeFromChars(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");

        Assert.Equal("When I grow up, I want to be a watermelon", WebPushDecryption.Decrypt(body, key, Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg")));
    }
}
